import { LIMITS } from '../limits.js';

/**
 * The shop's own CSV, which the export writes and the import reads. UTF-8, commas, CRLF, a row for each variant. What
 * belongs to the product stands on its first row alone: title, description, its format (`text` or `html`), status,
 * categories (one a line, names from the top of the tree with ` > ` between them, `\>` and `\\` inside of a name),
 * images (one a line: address, space, alternative text), names of its options. Each row has the variant's SKU, a value
 * for each option, units on hand (read for new variants only), and for each currency `price USD`, `compare-at USD` and
 * `sale USD` in decimals, `sale starts USD` and `sale ends USD` as RFC 3339 has them. An empty cell says that there is
 * none (a status that is empty stays); of what it has no column for, and of currencies that it does not name, a file
 * says nothing, and all stays. A cell that a spreadsheet could take for a formula has an apostrophe before it.
 */
export const OWN_COLUMNS = {
  product: ['slug', 'title', 'description', 'description format', 'status', 'categories', 'images'],
  options: Array.from({ length: LIMITS.options }, (_, index) => ({
    name: `option ${index + 1}`,
    value: `value ${index + 1}`,
  })),
  variant: ['sku', 'on hand'],
} as const;

/** Apostrophes before such a beginning are doubled as it were: reading takes off exactly what writing put there. */
const LIKE_FORMULA = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;

/** Keeps a spreadsheet from running the cell. */
export const guarded = (text: string): string => (LIKE_FORMULA.test(text) ? `'${text}` : text);

/** The text that `guarded` was given. */
export const unguarded = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell);

export const writePath = (names: readonly string[]): string =>
  names.map((name) => name.replace(/[\\>]/g, '\\$&')).join(' > ');

export const readPath = (text: string): string[] =>
  text.split(' > ').map((name) => name.replace(/\\([\\>])/g, '$1'));

/** One line of the file (RFC 4180). */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
