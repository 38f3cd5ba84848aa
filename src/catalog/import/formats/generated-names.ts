import { createHash } from 'node:crypto';
import { LIMITS } from '../../limits.js';
import { isReserved, slugOf } from '../../slug.js';

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const HASH_LENGTH = 8;
/** Short enough to be read and typed. */
const MAX_SKU = 64;

/**
 * The slug for a Shopify handle: the handle itself where it can be one. Otherwise a part of its hash keeps two handles
 * that look alike in plain letters apart, and the same on every run.
 */
export function slugForHandle(handle: string): string {
  const canBeSlug = handle.length <= LIMITS.slug && SLUG.test(handle) && !isReserved(handle);
  return canBeSlug ? handle : withHash([handle], LIMITS.slug);
}

/**
 * The slug for a product that has no handle: its title and what it is known by, the same on every run. Where the slug
 * would say less than the key does (`TV-X` beside `tv-x`, or cut at its end), a part of the hash tells them apart.
 */
export function slugForTitle(title: string, key: string): string {
  const words = slugOf(`${title} ${key}`, { max: Number.POSITIVE_INFINITY, fallback: '' });
  return SLUG.test(key) && words.length <= LIMITS.slug
    ? slugForHandle(words)
    : withHash([title, key], LIMITS.slug);
}

/** The slug for a new category, where it is free. */
export const slugForCategory = (name: string): string =>
  slugOf(name, { max: LIMITS.slug, fallback: withHash([name], LIMITS.slug) });

/** The SKU for a variant that came without one: the same on every run, and no other variant's. */
export const skuFor = (handle: string, optionValues: readonly string[]): string =>
  withHash([handle, ...optionValues], MAX_SKU).toUpperCase();

function withHash(parts: readonly string[], max: number): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, HASH_LENGTH);
  const words = slugOf(parts.join(' '), { max: max - HASH_LENGTH - 1, fallback: '' });
  return words === '' ? hash : `${words}-${hash}`;
}
