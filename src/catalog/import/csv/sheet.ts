import type { CsvRow } from './csv-file.js';
import { UnreadableFile } from '../../../common/imports/unreadable-file.js';

/** Columns that identify a format, and optional columns. */
export interface Columns<C extends string> {
  readonly required: readonly C[];
  readonly optional: readonly C[];
}

export const hasAll = (header: CsvRow, names: readonly string[]): boolean => {
  const known = new Set(header.cells.map(normal));
  return names.every((name) => known.has(normal(name)));
};

/** Finds columns by name, since exports add and reorder columns. */
export class SheetHeader<C extends string = string> {
  private readonly positions = new Map<string, number>();
  private readonly unread: readonly number[];

  constructor(
    readonly row: CsvRow,
    columns: Columns<C>,
    isRead: (name: string) => boolean = () => false,
  ) {
    const read = new Set<string>([...columns.required, ...columns.optional].map(normal));
    for (const [position, name] of row.cells.entries()) {
      this.add(normal(name), position, read.has(normal(name)) || isRead(normal(name)));
    }
    this.unread = [...row.cells.keys()].filter((position) => {
      const name = normal(row.cells[position]!);
      return !read.has(name) && !isRead(name);
    });
  }

  get width(): number {
    return this.row.cells.length;
  }

  has(column: string): boolean {
    return this.positions.has(normal(column));
  }

  unreadIn(row: CsvRow): string[] {
    return this.unread
      .filter((position) => (row.cells[position] ?? '').trim() !== '')
      .map((position) => this.row.cells[position]!.trim());
  }

  cell(row: CsvRow, column: string): string {
    const position = this.positions.get(normal(column));
    return position === undefined ? '' : (row.cells[position] ?? '');
  }

  private add(name: string, position: number, isRead: boolean): void {
    if (this.positions.has(name) && isRead) {
      throw new UnreadableFile(`The column "${this.row.cells[position]}" stands twice in the header.`);
    }
    this.positions.set(name, position);
  }
}

export class SheetRow<C extends string = string> {
  constructor(
    readonly header: SheetHeader<C>,
    private readonly row: CsvRow,
  ) {}

  get line(): number {
    return this.row.line;
  }

  /** An unnamed cell means a misplaced quote or comma, so no cell of the row can be trusted. */
  get isWiderThanHeader(): boolean {
    return this.row.cells.slice(this.header.width).some((cell) => cell.trim() !== '');
  }

  get hasNul(): boolean {
    return this.row.cells.some((cell) => cell.includes('\u0000'));
  }

  /** Whether the file has any of the columns; only then does an empty cell mean "none". */
  saysAny(columns: readonly C[]): boolean {
    return columns.some((column) => this.header.has(column));
  }

  get unreadColumns(): readonly string[] {
    return this.header.unreadIn(this.row);
  }

  written(column: C): string {
    return this.header.cell(this.row, column);
  }

  /** The cell on one line, trimmed. */
  text(column: C): string {
    return this.written(column).replace(/\s+/g, ' ').trim();
  }
}

function normal(name: string): string {
  return name.trim().toLowerCase();
}
