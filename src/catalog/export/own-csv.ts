import { LIMITS } from '../limits.js';

/**
 * The shop's own CSV: the export writes it, the import reads it. UTF-8, commas, CRLF, one row for each variant. Only
 * the first row of a product has its title, description, description format (`text` or `html`), status, categories (one
 * on a line, names from the top of the tree joined by ` > `, with `\>` and `\\` as escapes), images (one on a line:
 * address, space, alternative text) and option names. Each row has the SKU, option values, units on hand (only used for
 * new variants), and for each currency the decimals `price USD`, `compare-at USD` and `sale USD`, and `sale starts USD`
 * and `sale ends USD` in RFC 3339. An empty cell clears a value, except the status; a missing column changes nothing.
 * An apostrophe protects cells that look like formulas.
 */
export const OWN_COLUMNS = {
  product: ['slug', 'title', 'description', 'description format', 'status', 'categories', 'images'],
  options: Array.from({ length: LIMITS.options }, (_, index) => ({
    name: `option ${index + 1}`,
    value: `value ${index + 1}`,
  })),
  variant: ['sku', 'on hand'],
} as const;

/** Existing apostrophes before a formula are matched too, so that reading removes exactly what writing added. */
const LIKE_FORMULA = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;

/** Prevents a spreadsheet from running the cell as a formula. */
export const guarded = (text: string): string => (LIKE_FORMULA.test(text) ? `'${text}` : text);

/** Reverses `guarded`. */
export const unguarded = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell);

export const writePath = (names: readonly string[]): string =>
  names.map((name) => name.replace(/[\\>]/g, '\\$&')).join(' > ');

export const readPath = (text: string): string[] =>
  text.split(' > ').map((name) => name.replace(/\\([\\>])/g, '$1'));

export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
