const DELIMITERS = [',', ';', '\t'] as const;
const MAX_HEADER = 65_536;

/** What stands between the cells of a file. */
export type Delimiter = (typeof DELIMITERS)[number];

interface Text {
  readonly delimiter: Delimiter;
  readonly text: AsyncIterable<string>;
}

/** Finds out what separates the cells from the header, and gives the text whole again. */
export async function withDelimiter(chunks: AsyncIterable<string>): Promise<Text> {
  const source = chunks[Symbol.asyncIterator]();
  let head = '';
  while (!/[\r\n]/.test(head) && head.length < MAX_HEADER) {
    const next = await source.next();
    if (next.done) break;
    head += next.value;
  }
  return { delimiter: delimiterOf(head), text: rejoined(head, source) };
}

/** The one that stands most often outside of quotes in the first line. */
export function delimiterOf(head: string): Delimiter {
  const [line = ''] = head.replace(/"[^"]*"/g, '').split(/[\r\n]/, 1);
  const uses = (delimiter: Delimiter) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (uses(each) > uses(best) ? each : best));
}

async function* rejoined(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
