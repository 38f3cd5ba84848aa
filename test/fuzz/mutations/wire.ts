import { path, query } from './address.js';
import { damagedJson } from './body-text.js';
import { contentType, header, method, stranger } from './headers.js';
import type { Mutation } from './tools.js';

/** How requests are mutated beside the values of their bodies. */
export const WIRE_MUTATIONS: readonly (readonly [weight: number, mutation: Mutation])[] = [
  [12, damagedJson],
  [12, path],
  [14, query],
  [10, header],
  [4, contentType],
  [3, method],
  [2, stranger],
];
