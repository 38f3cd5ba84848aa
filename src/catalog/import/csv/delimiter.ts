import { peek, rejoined } from './peek.js';

const DELIMITERS = [',', ';', '\t'] as const;
const MAX_HEADER = 65_536;

export type Delimiter = (typeof DELIMITERS)[number];

interface Text {
  readonly delimiter: Delimiter;
  readonly text: AsyncIterable<string>;
}

/** Spreadsheets may name the delimiter on a line before the header, with empty cells after it. */
const NAMED = /^(\s*)"?sep=([,;\t])"?[,;\t ]*(?=[\r\n])/i;

/** Detects the delimiter from the header, and returns the whole text. */
export async function withDelimiter(chunks: AsyncIterable<string>): Promise<Text> {
  const { seen, rest } = await peek(chunks, (parts) => {
    const head = parts.join('');
    return /\S[^\r\n]*[\r\n]/.test(head) || head.length >= MAX_HEADER;
  });
  const head = seen.join('');
  const named = NAMED.exec(head)?.[2] as Delimiter | undefined;
  // Replaces the line with an empty one, which keeps line numbers.
  return { delimiter: named ?? delimiterOf(head), text: rejoined(head.replace(NAMED, '$1'), rest) };
}

/** Chooses the most frequent delimiter outside quotes in the first non-blank line. */
export function delimiterOf(head: string): Delimiter {
  const lines = head.replace(/"[^"]*"/g, '').split(/[\r\n]/);
  const line = lines.find((each) => each.trim() !== '') ?? '';
  const uses = (delimiter: Delimiter) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (uses(each) > uses(best) ? each : best));
}
