import { parse } from 'csv-parse';
import { pipeline } from 'node:stream';
import { withDelimiter } from './delimiter.js';
import { type LineEnd, withLineEnd } from './line-end.js';
import { UnreadableFile } from '../../../common/imports/unreadable-file.js';
import { utf8Text } from './utf8-text.js';

const MAX_ROW_BYTES = 1024 * 1024;
const MAX_ROWS = 1_000_000;
/** What ends rows, also mixed in one file. In a file of line feeds, a carriage return alone is text of its cell. */
const ROW_ENDS: Readonly<Record<LineEnd, string[]>> = { '\n': ['\r\n', '\n'], '\r': ['\r\n', '\n', '\r'] };

/** A row of a CSV file, with the line on which it begins (a quoted cell may span several). */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads a file of separated cells (RFC 4180, UTF-8 with or without a byte order mark, cells apart by commas, semicolons
 * or tabs) row by row, so that a large one takes little memory. Blank lines are passed over. Rows may be shorter or
 * longer than the header: the caller says what that means.
 */
export async function* readCsv(file: AsyncIterable<Buffer>): AsyncGenerator<CsvRow> {
  const { lineEnd, bytes } = await withLineEnd(file);
  const { delimiter, text } = await withDelimiter(utf8Text(bytes, lineEnd));
  const parsed = new LineCount(lineEnd);
  const read = new LineCount(lineEnd);
  const parser = parse({
    delimiter,
    record_delimiter: ROW_ENDS[lineEnd],
    relax_column_count: true,
    max_record_size: MAX_ROW_BYTES,
    // The parser runs ahead of the reader: at a fault, its own count tells on which line the faulty row begins.
    on_record: (cells: string[]) => {
      parsed.pass(cells);
      return cells;
    },
  });
  // A fault of the file surfaces where the parser is read; the callback has nothing to add.
  const records = pipeline(text, parser, () => undefined) as AsyncIterable<string[]>;
  let rows = 0;
  try {
    for await (const cells of records) {
      const line = read.pass(cells);
      if (cells.every((cell) => cell.trim() === '')) continue;
      if ((rows += 1) > MAX_ROWS) throw new UnreadableFile(`Line ${line}: ${REASONS['TOO_MANY_ROWS']}.`);
      yield { line, cells: lineEnd === '\r' ? cells.map(withLineFeeds) : cells };
    }
  } catch (error) {
    throw unreadable(error, parsed.next);
  }
}

const withLineFeeds = (cell: string): string => cell.replace(/\r\n?/g, '\n');

/** Counts lines row by row, as editors do; a quoted cell may hold line ends of the file. */
class LineCount {
  next = 1;

  constructor(private readonly lineEnd: LineEnd) {}

  /** Gives the line on which the row begins. */
  pass(cells: readonly string[]): number {
    const line = this.next;
    this.next += 1 + cells.reduce((breaks, cell) => breaks + cell.split(this.lineEnd).length - 1, 0);
    return line;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  TOO_MANY_ROWS: 'the file has more than 1,000,000 rows: split it',
  CSV_MAX_RECORD_SIZE: 'the row is larger than 1 MB, or a quote is never closed',
  CSV_QUOTE_NOT_CLOSED: 'a quote is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a closing quote is followed by text',
  INVALID_OPENING_QUOTE: 'a quote stands inside a cell that is not quoted',
};

function unreadable(error: unknown, line: number): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = REASONS[code];
  return reason === undefined ? error : new UnreadableFile(`Line ${line}: ${reason}.`);
}
