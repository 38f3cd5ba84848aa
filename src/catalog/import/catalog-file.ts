import type { AnyFormat, RowGroup } from './formats/catalog-format.js';
import { type CsvRow, readCsv } from './csv/csv-file.js';
import type { OpenFile } from './csv/file-bytes.js';
import { formatOf } from './formats/formats.js';
import { SheetHeader, SheetRow } from './csv/sheet.js';
import { UnreadableFile } from '../../common/imports/unreadable-file.js';

/** Shopify allows 2,048 variants and 250 images; a product with more rows is not from its export. */
const MAX_ROWS_PER_PRODUCT = 2_500;
/** Rows kept in memory when the rows of a product are not adjacent. */
const MAX_ROWS_APART = 50_000;

export interface ProductRows extends RowGroup {
  readonly rowCount: number;
  readonly format: AnyFormat;
}

/** Results of the first pass: the file is readable to its end, and what it contains. */
export interface Survey {
  readonly format: string;
  readonly products: number;
  /** Handles with rows in several places, which cannot be assigned to a product. */
  readonly scattered: ReadonlySet<string>;
  readonly unreadColumns: ReadonlySet<string>;
}

/** Reads the whole file without keeping it, so that a truncated file imports nothing. */
export async function surveyFile(open: OpenFile): Promise<Survey> {
  const seen = new Set<string>();
  const scattered = new Set<string>();
  const unreadColumns = new Set<string>();
  let products = 0;
  let name = '';
  for await (const { handle, rows, format } of readGroups(open)) {
    if (handle !== '' && seen.has(handle)) scattered.add(handle);
    seen.add(handle);
    products += 1;
    name = format.name;
    for (const row of rows) for (const column of row.unreadColumns) unreadColumns.add(column);
  }
  if (products === 0) throw new UnreadableFile('The file has a header and no rows.');
  return { format: name, products, scattered, unreadColumns };
}

export async function* readGroups(open: OpenFile): AsyncGenerator<ProductRows> {
  const rows = readCsv(open());
  const first = await rows.next();
  if (first.done) throw new UnreadableFile('The file is empty.');
  const format = formatOf(first.value);
  const header = new SheetHeader(first.value, format.columns, format.isRead);
  const sheet = sheetRows(header, rows, format);
  if (format.kinship) yield* gathered(format, sheet);
  else yield* together(format, sheet);
}

async function* sheetRows(
  header: SheetHeader,
  rows: AsyncIterable<CsvRow>,
  { unguarded = (cell) => cell }: AnyFormat,
) {
  for await (const { line, cells } of rows) yield new SheetRow(header, { line, cells: cells.map(unguarded) });
}

async function* together(format: AnyFormat, rows: AsyncIterable<SheetRow>): AsyncGenerator<ProductRows> {
  let group: OpenGroup | undefined;
  for await (const row of rows) {
    const handle = format.handleOf(row);
    if (group && group.handle !== handle) {
      yield group;
      group = undefined;
    }
    group ??= new OpenGroup(format, handle);
    group.add(row);
  }
  if (group) yield group;
}

async function* gathered(format: AnyFormat, rows: AsyncIterable<SheetRow>): AsyncGenerator<ProductRows> {
  const all: SheetRow[] = [];
  for await (const row of rows) {
    if (all.length === MAX_ROWS_APART) {
      throw new UnreadableFile(
        `Line ${row.line}: ${format.name} files of more than 50,000 rows must be split.`,
      );
    }
    all.push(row);
  }
  const kin = format.kinship!(all);
  const groups = new Map<string, OpenGroup>();
  for (const row of all) {
    const name = format.handleOf(row);
    const handle = kin.get(name) ?? name;
    const group = groups.get(handle) ?? new OpenGroup(format, handle);
    groups.set(handle, group);
    group.add(row);
  }
  yield* groups.values();
}

class OpenGroup implements ProductRows {
  readonly rows: SheetRow[] = [];
  isTooLong = false;
  rowCount = 0;

  constructor(
    readonly format: AnyFormat,
    readonly handle: string,
  ) {}

  add(row: SheetRow): void {
    this.rowCount += 1;
    if (this.rows.length < MAX_ROWS_PER_PRODUCT) this.rows.push(row);
    else this.isTooLong = true;
  }
}
