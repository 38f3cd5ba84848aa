import type { CatalogFormat } from '../catalog-format.js';
import { ATTRIBUTE_COLUMNS } from './woocommerce-attributes.js';
import { readWooCommerce } from './woocommerce-product.js';
import { handleOf, nameOf } from './woocommerce-row.js';

/** WooCommerce's product export: variations name their parent, and may stand apart from it. */
export const WOOCOMMERCE: CatalogFormat = {
  name: 'WooCommerce',
  columns: {
    required: ['Type', 'SKU', 'Name', 'Regular price'],
    optional: [
      'ID',
      'Published',
      'Short description',
      'Description',
      'In stock?',
      'Stock',
      'Sale price',
      'Date sale price starts',
      'Date sale price ends',
      'Categories',
      'Images',
      'Parent',
      ...ATTRIBUTE_COLUMNS.flatMap(({ name, values }) => [name, values]),
    ],
  },
  /** Its export puts an apostrophe before a formula; its import removes one. */
  unguarded: (cell) => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell),
  handleOf,
  /** A row names its parent by SKU, or as `id:741`. */
  kinship: (rows) => {
    const names = new Map<string, string>();
    for (const row of rows) if (row.text('ID') !== '') names.set(`id:${row.text('ID')}`, nameOf(row));
    return names;
  },
  read: readWooCommerce,
};
