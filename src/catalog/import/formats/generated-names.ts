import { createHash } from 'node:crypto';
import { LIMITS } from '../../limits.js';
import { isReserved, slugOf } from '../../slug.js';

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const HASH_LENGTH = 8;
const MAX_SKU = 64;

/** Repeated runs give the same slug. If a handle is no valid slug, part of a hash keeps similar handles apart. */
export function slugForHandle(handle: string): string {
  const canBeSlug = handle.length <= LIMITS.slug && SLUG.test(handle) && !isReserved(handle);
  return canBeSlug ? handle : withHash([handle], LIMITS.slug);
}

/** Repeated runs give the same slug. If it is less specific than the key (`TV-X`, `tv-x`), part of a hash is added. */
export function slugForTitle(title: string, key: string): string {
  const words = slugOf(`${title} ${key}`, { max: Number.POSITIVE_INFINITY, fallback: '' });
  return SLUG.test(key) && words.length <= LIMITS.slug
    ? slugForHandle(words)
    : withHash([title, key], LIMITS.slug);
}

export const slugForCategory = (name: string): string =>
  slugOf(name, { max: LIMITS.slug, fallback: withHash([name], LIMITS.slug) });

/** Makes a unique SKU for a variant without one; repeated runs give the same SKU. */
export const skuFor = (handle: string, optionValues: readonly string[]): string =>
  withHash([handle, ...optionValues], MAX_SKU).toUpperCase();

function withHash(parts: readonly string[], max: number): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, HASH_LENGTH);
  const words = slugOf(parts.join(' '), { max: max - HASH_LENGTH - 1, fallback: '' });
  return words === '' ? hash : `${words}-${hash}`;
}
