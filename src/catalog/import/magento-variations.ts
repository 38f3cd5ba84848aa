import type { SheetRow } from './sheet.js';

/** A variant as a configurable product names it. */
export interface Variation {
  readonly sku: string;
  /** Attribute code to value. */
  readonly values: ReadonlyMap<string, string>;
}

/** Reads `sku=TEE-S,size=S,color=Blue|sku=..`. */
export function variationsOf(row: SheetRow): Variation[] {
  return row
    .text('configurable_variations')
    .split('|')
    .map((text) => new Map(pairs(text)))
    .filter((values) => values.has('sku'))
    .map((values) => {
      const sku = values.get('sku')!;
      values.delete('sku');
      return { sku, values };
    });
}

/** Reads `size=Size,color=Color`: how each attribute is called. */
export const labelsOf = (row: SheetRow): ReadonlyMap<string, string> =>
  new Map(pairs(row.text('configurable_variation_labels')));

const pairs = (text: string): [string, string][] =>
  text
    .split(/,(?=[a-z0-9_]+=)/i)
    .filter((part) => part.includes('='))
    .map((part) => [part.slice(0, part.indexOf('=')).trim(), part.slice(part.indexOf('=') + 1).trim()]);
