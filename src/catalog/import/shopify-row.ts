import { type CsvRow, UnreadableFile } from './csv-file.js';

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

/** A column of Shopify's export that the import reads. */
export type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

const READ = new Set<string>([...REQUIRED, ...OPTIONAL].map(normal));

/** Where each column stands; known by its name alone, since exports add columns and change their order. */
export class ShopifyHeader {
  private readonly positions = new Map<string, number>();

  /** Where the columns stand that the import does not read. */
  private readonly unread: readonly number[];

  constructor(private readonly header: CsvRow) {
    for (const [position, name] of header.cells.entries()) this.add(normal(name), position);
    this.unread = [...header.cells.keys()].filter((position) => !READ.has(normal(header.cells[position]!)));
    const missing = REQUIRED.filter((name) => !this.has(name));
    if (missing.length > 0) throw new UnreadableFile(this.missingMessage(missing));
  }

  get width(): number {
    return this.header.cells.length;
  }

  has(column: Column): boolean {
    return this.positions.has(normal(column));
  }

  /** Names of the columns in which the row says something that the import does not read. */
  unreadIn(row: CsvRow): string[] {
    return this.unread
      .filter((position) => (row.cells[position] ?? '').trim() !== '')
      .map((position) => this.header.cells[position]!.trim());
  }

  cell(row: CsvRow, column: Column): string {
    const position = this.positions.get(normal(column));
    return position === undefined ? '' : (row.cells[position] ?? '');
  }

  private add(name: string, position: number): void {
    if (this.positions.has(name) && READ.has(name)) {
      throw new UnreadableFile(`The column "${this.header.cells[position]}" stands twice in the header.`);
    }
    this.positions.set(name, position);
  }

  private missingMessage(missing: readonly string[]): string {
    const names = missing.map((name) => `"${name}"`).join(', ');
    const hint =
      this.width === 1 && /[;\t]/.test(this.header.cells[0]!) ? ' Shopify separates cells by commas.' : '';
    return `This is no Shopify product export: the header lacks ${names}.${hint}`;
  }
}

/** A row of the export, read by column name. */
export class ShopifyRow {
  constructor(
    private readonly header: ShopifyHeader,
    private readonly row: CsvRow,
  ) {}

  get line(): number {
    return this.row.line;
  }

  /** A cell that the header gives no name to means that a quote or comma went wrong: nothing in the row is sure. */
  get isWiderThanHeader(): boolean {
    return this.row.cells.slice(this.header.width).some((cell) => cell.trim() !== '');
  }

  get unreadColumns(): readonly string[] {
    return this.header.unreadIn(this.row);
  }

  /** The cell as it was written. */
  written(column: Column): string {
    return this.header.cell(this.row, column);
  }

  /** The cell on one line, without white space at its ends. */
  text(column: Column): string {
    return this.written(column).replace(/\s+/g, ' ').trim();
  }
}

function normal(name: string): string {
  return name.trim().toLowerCase();
}
