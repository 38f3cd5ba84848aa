import type { CatalogFormat } from '../catalog-format.js';
import { readMagento } from './magento-product.js';
import { isTranslation } from './magento-store-views.js';
import { variationsOf } from './magento-variations.js';

/** Magento 2's product export: a configurable product names the SKUs of its variants. */
export const MAGENTO: CatalogFormat = {
  name: 'Magento',
  columns: {
    required: ['sku', 'product_type', 'name', 'price', 'attribute_set_code'],
    optional: [
      'store_view_code',
      'categories',
      'description',
      'short_description',
      'product_online',
      'visibility',
      'special_price',
      'special_price_from_date',
      'special_price_to_date',
      'url_key',
      'qty',
      'configurable_variations',
      'configurable_variation_labels',
      'base_image',
      'additional_images',
    ],
  },
  handleOf: (row) => row.text('sku'),
  kinship: (rows) => {
    const parents = new Map<string, string>();
    for (const row of rows) {
      if (isTranslation(row)) continue;
      for (const { sku } of variationsOf(row)) if (!parents.has(sku)) parents.set(sku, row.text('sku'));
    }
    return parents;
  },
  read: readMagento,
};
