import { createHash } from 'node:crypto';

const MAX_SLUG = 120;
const MAX_SKU = 64;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Letters that Unicode does not take apart into a base and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
};

/**
 * The slug for a Shopify handle: the handle itself where it can be one. Otherwise a part of its hash keeps two handles
 * that look alike in plain letters apart, and the same on every run.
 */
export function slugForHandle(handle: string): string {
  if (handle.length <= MAX_SLUG && SLUG.test(handle)) return handle;
  return withHash(plainWords(handle), [handle], MAX_SLUG);
}

/** The slug for a category name: names that differ in case or accents alone are one category. */
export function slugForCategory(name: string): string {
  const slug = plainWords(name);
  return slug !== '' && slug.length <= MAX_SLUG ? slug : withHash(slug, [name], MAX_SLUG);
}

/** The SKU for a variant that came without one: the same on every run, and no other variant's. */
export function skuFor(handle: string, optionValues: readonly string[]): string {
  const words = [handle, ...optionValues].map(plainWords).filter(Boolean).join('-');
  return withHash(words, [handle, ...optionValues], MAX_SKU).toUpperCase();
}

function plainWords(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/[ßæœøłđðþ]/g, (letter) => LETTERS[letter]!)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function withHash(words: string, parts: readonly string[], max: number): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8);
  const head = words.slice(0, max - hash.length - 1).replace(/-$/, '');
  return head === '' ? hash : `${head}-${hash}`;
}
