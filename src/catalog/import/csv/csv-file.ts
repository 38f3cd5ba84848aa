import { parse } from 'csv-parse';
import { pipeline } from 'node:stream';
import { withDelimiter } from './delimiter.js';
import { type LineEnd, withLineEnd } from './line-end.js';
import { UnreadableFile } from '../../../common/imports/unreadable-file.js';
import { utf8Text } from './utf8-text.js';

const MAX_ROW_BYTES = 1024 * 1024;
const MAX_ROWS = 1_000_000;
/** Row ends, which a file may mix. In a file with line feeds, a lone carriage return belongs to its cell. */
const ROW_ENDS: Readonly<Record<LineEnd, string[]>> = { '\n': ['\r\n', '\n'], '\r': ['\r\n', '\n', '\r'] };

/** A row and the line on which it begins; quoted cells may span several lines. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads CSV row by row, to limit memory. Skips blank lines. Rows may differ from the header in length. */
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
    // The parser runs ahead of the reader; only its own count knows the line of a fault.
    on_record: (cells: string[]) => {
      parsed.pass(cells);
      return cells;
    },
  });
  // Faults surface when the parser is read; the callback has nothing to do.
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

/** Counts lines as editors do; quoted cells may contain line ends. */
class LineCount {
  next = 1;

  constructor(private readonly lineEnd: LineEnd) {}

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
  INVALID_OPENING_QUOTE: 'a quote is inside an unquoted cell',
};

function unreadable(error: unknown, line: number): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = REASONS[code];
  return reason === undefined ? error : new UnreadableFile(`Line ${line}: ${reason}.`);
}
