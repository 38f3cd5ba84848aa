import { peek, rejoined } from './peek.js';

const DELIMITERS = [',', ';', '\t'] as const;
const MAX_HEADER = 65_536;

/** What stands between the cells of a file. */
export type Delimiter = (typeof DELIMITERS)[number];

interface Text {
  readonly delimiter: Delimiter;
  readonly text: AsyncIterable<string>;
}

/** How spreadsheets name the delimiter on a line before the header, some with empty cells behind it. */
const NAMED = /^(\s*)"?sep=([,;\t])"?[,;\t ]*(?=[\r\n])/i;

/** Finds out what separates the cells from the header, and gives the text whole again. */
export async function withDelimiter(chunks: AsyncIterable<string>): Promise<Text> {
  const { seen, rest } = await peek(chunks, (parts) => {
    const head = parts.join('');
    return /\S[^\r\n]*[\r\n]/.test(head) || head.length >= MAX_HEADER;
  });
  const head = seen.join('');
  const named = NAMED.exec(head)?.[2] as Delimiter | undefined;
  // An empty line in its place is passed over, and the lines behind it keep their numbers.
  return { delimiter: named ?? delimiterOf(head), text: rejoined(head.replace(NAMED, '$1'), rest) };
}

/** The one that stands most often outside of quotes in the first line that is not blank. */
export function delimiterOf(head: string): Delimiter {
  const lines = head.replace(/"[^"]*"/g, '').split(/[\r\n]/);
  const line = lines.find((each) => each.trim() !== '') ?? '';
  const uses = (delimiter: Delimiter) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (uses(each) > uses(best) ? each : best));
}
