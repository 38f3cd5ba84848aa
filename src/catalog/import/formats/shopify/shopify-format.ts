import type { CatalogFormat } from '../catalog-format.js';
import { readProduct } from './shopify-product.js';
import { type Column, SHOPIFY_COLUMNS } from './shopify-row.js';

/** Shopify's product export: the rows of a product are adjacent and share a handle. */
export const SHOPIFY: CatalogFormat<Column> = {
  name: 'Shopify',
  columns: SHOPIFY_COLUMNS,
  handleOf: (row) => row.text('Handle'),
  read: readProduct,
};
