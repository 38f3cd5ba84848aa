/** Letters that Unicode does not decompose into a base letter and a mark. */
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

/** Whether an address would treat the slug as an id. */
export const looksLikeId = (slug: string): boolean => UUID.test(slug);

/** Whether the slug would hide a product page: it looks like an id, or is another route. */
export const isReserved = (slug: string): boolean => looksLikeId(slug) || slug === 'suggestions';

/** Cuts at the end of a word if possible. Text without Latin letters or digits gives the fallback. */
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
