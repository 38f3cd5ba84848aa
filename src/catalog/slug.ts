/** Letters that Unicode does not take apart into a base letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a slug would be taken for an id in an address. */
export const looksLikeId = (slug: string): boolean => UUID.test(slug);

/** Whether a product's page could not be reached by the slug: it is an id's, or that of another route. */
export const isReserved = (slug: string): boolean => looksLikeId(slug) || slug === 'suggestions';

/**
 * Words for an address: lower-case ASCII joined by hyphens, cut at a word's end where one is near. Text without any
 * Latin letter or digit gives the fallback.
 */
export function slugOf(text: string, { max, fallback }: { max: number; fallback: string }): string {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter]!)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return shortened(words, max) || fallback;
}

function shortened(words: string, max: number): string {
  if (words.length <= max) return words;
  const cut = words.slice(0, max);
  const end = cut.lastIndexOf('-');
  return (end > max / 2 ? cut.slice(0, end) : cut).replace(/-$/, '');
}
