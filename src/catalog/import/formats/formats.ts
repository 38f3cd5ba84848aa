import { type AnyFormat, columnsIn } from './catalog-format.js';
import type { CsvRow } from '../csv/csv-file.js';
import { MAGENTO } from './magento/magento-format.js';
import { OWN } from './own/own-format.js';
import { hasAll } from '../csv/sheet.js';
import { SHOPIFY } from './shopify/shopify-format.js';
import { UnreadableFile } from '../../../common/imports/unreadable-file.js';
import { WOOCOMMERCE } from './woocommerce/woocommerce-format.js';

const FORMATS = [OWN, SHOPIFY, WOOCOMMERCE, MAGENTO] as readonly AnyFormat[];

/** Finds the format of a header. Throws UnreadableFile for an unknown one. */
export function formatOf(header: CsvRow): AnyFormat {
  const format = FORMATS.find(({ columns }) => hasAll(header, columns.required));
  if (format) return format;
  const known = FORMATS.map(({ name, columns }) => `${name} (${columns.required.join(', ')})`).join('; ');
  throw new UnreadableFile(
    `The header matches no known format. It has ${columnsIn(header)}. Known formats: ${known}.`,
  );
}
