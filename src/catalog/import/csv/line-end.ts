import { peek, rejoined } from './peek.js';

const MAX_HEADER = 1024 * 1024;

/** A line feed, which may stand behind a carriage return, or a carriage return alone, as on the Macintosh of old. */
export type LineEnd = '\n' | '\r';

interface Lines {
  readonly lineEnd: LineEnd;
  readonly bytes: AsyncIterable<Buffer>;
}

/** Finds out what ends the lines of a file from its first one, and gives the bytes whole again. */
export async function withLineEnd(chunks: AsyncIterable<Buffer>): Promise<Lines> {
  let lineEnd: LineEnd | undefined;
  const { seen, rest } = await peek(chunks, (parts) => {
    const head = Buffer.concat(parts);
    lineEnd = lineEndIn(head);
    return lineEnd !== undefined || head.length > MAX_HEADER;
  });
  return { lineEnd: lineEnd ?? '\n', bytes: rejoined(Buffer.concat(seen), rest) };
}

/** That of the first line, as its quoted cells may hold others; undefined until the byte behind it is known. */
function lineEndIn(head: Buffer): LineEnd | undefined {
  const outside = head.toString('latin1').replace(/"[^"]*("|$)/g, '"');
  const end = /\n|\r\n|\r(?=[^])/.exec(outside)?.[0];
  if (end === undefined) return undefined;
  return end === '\r' ? '\r' : '\n';
}
