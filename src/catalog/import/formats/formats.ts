import { type AnyFormat, columnsIn } from './catalog-format.js';
import type { CsvRow } from '../csv/csv-file.js';
import { MAGENTO } from './magento/magento-format.js';
import { OWN } from './own/own-format.js';
import { hasAll } from '../csv/sheet.js';
import { SHOPIFY } from './shopify/shopify-format.js';
import { UnreadableFile } from '../../../common/imports/unreadable-file.js';
import { WOOCOMMERCE } from './woocommerce/woocommerce-format.js';

const FORMATS = [OWN, SHOPIFY, WOOCOMMERCE, MAGENTO] as readonly AnyFormat[];

/** The format that a header belongs to. Throws UnreadableFile for one of none. */
export function formatOf(header: CsvRow): AnyFormat {
  const format = FORMATS.find(({ columns }) => hasAll(header, columns.required));
  if (format) return format;
  const known = FORMATS.map(({ name, columns }) => `${name} (${columns.required.join(', ')})`).join('; ');
  throw new UnreadableFile(
    `The header is of no format that is known here. It has ${columnsIn(header)}. Known are: ${known}.`,
  );
}
