import { readCsv, UnreadableFile } from './csv-file.js';
import { ShopifyHeader, ShopifyRow } from './shopify-row.js';

/** Shopify allows 2,048 variants and 250 images; the rows beyond belong to no product that it could have exported. */
const MAX_ROWS_PER_PRODUCT = 2_500;

/** The rows of one product, which stand together in the file. */
export interface ShopifyGroup {
  readonly handle: string;
  readonly rows: readonly ShopifyRow[];
  /** Has more rows than a product can have; the ones beyond are not kept. */
  readonly isTooLong: boolean;
}

/** What a first pass over the file tells: that it can be read to its end, and what is in it. */
export interface ShopifySurvey {
  readonly groups: number;
  /** Handles whose rows stand in more than one place; which of them make the product cannot be known. */
  readonly scattered: ReadonlySet<string>;
  /** Columns with content that the import does not read. */
  readonly unreadColumns: ReadonlySet<string>;
}

/** Reads the whole file without keeping it, so that a file that breaks off in the middle imports nothing at all. */
export async function surveyShopifyFile(path: string): Promise<ShopifySurvey> {
  const seen = new Set<string>();
  const scattered = new Set<string>();
  const unreadColumns = new Set<string>();
  let groups = 0;
  for await (const { handle, rows } of readGroups(path)) {
    if (handle !== '' && seen.has(handle)) scattered.add(handle);
    seen.add(handle);
    groups += 1;
    for (const row of rows) for (const column of row.unreadColumns) unreadColumns.add(column);
  }
  return { groups, scattered, unreadColumns };
}

/** The products of the file, one at a time, each with all rows that stand together under its handle. */
export async function* readGroups(path: string): AsyncGenerator<ShopifyGroup> {
  let header: ShopifyHeader | undefined;
  let group: OpenGroup | undefined;
  for await (const csvRow of readCsv(path)) {
    if (!header) {
      header = new ShopifyHeader(csvRow);
      continue;
    }
    const row = new ShopifyRow(header, csvRow);
    if (group && group.handle !== row.text('Handle')) {
      yield group;
      group = undefined;
    }
    group ??= new OpenGroup(row.text('Handle'));
    group.add(row);
  }
  if (!header) throw new UnreadableFile('The file is empty.');
  if (group) yield group;
}

class OpenGroup implements ShopifyGroup {
  readonly rows: ShopifyRow[] = [];
  isTooLong = false;

  constructor(readonly handle: string) {}

  add(row: ShopifyRow): void {
    if (this.rows.length < MAX_ROWS_PER_PRODUCT) this.rows.push(row);
    else this.isTooLong = true;
  }
}
