import type { Columns, SheetRow } from '../../csv/sheet.js';

const REQUIRED = ['Handle', 'Title', 'Variant Price'] as const;
const OPTIONAL = [
  'Body (HTML)',
  'Type',
  'Tags',
  'Published',
  'Status',
  'Gift Card',
  'Option1 Name',
  'Option1 Value',
  'Option2 Name',
  'Option2 Value',
  'Option3 Name',
  'Option3 Value',
  'Variant SKU',
  'Variant Inventory Qty',
  'Variant Compare At Price',
  'Image Src',
  'Image Position',
  'Image Alt Text',
] as const;

export type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

export const SHOPIFY_COLUMNS: Columns<Column> = { required: REQUIRED, optional: OPTIONAL };

export type ShopifyRow = SheetRow<Column>;
