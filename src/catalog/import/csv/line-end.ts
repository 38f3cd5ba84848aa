import { peek, rejoined } from './peek.js';

const MAX_HEADER = 1024 * 1024;

/** A line feed, optionally after a carriage return, or a lone carriage return (old Macintosh). */
export type LineEnd = '\n' | '\r';

interface Lines {
  readonly lineEnd: LineEnd;
  readonly bytes: AsyncIterable<Buffer>;
}

/** Detects the line end from the first line, and returns all bytes. */
export async function withLineEnd(chunks: AsyncIterable<Buffer>): Promise<Lines> {
  let lineEnd: LineEnd | undefined;
  const { seen, rest } = await peek(chunks, (parts) => {
    const head = Buffer.concat(parts);
    lineEnd = lineEndIn(head);
    return lineEnd !== undefined || head.length > MAX_HEADER;
  });
  return { lineEnd: lineEnd ?? '\n', bytes: rejoined(Buffer.concat(seen), rest) };
}

/** Uses the first line, since quoted cells may contain other line ends; undefined while the next byte is unknown. */
function lineEndIn(head: Buffer): LineEnd | undefined {
  const outside = head.toString('latin1').replace(/"[^"]*("|$)/g, '"');
  const end = /\n|\r\n|\r(?=[^])/.exec(outside)?.[0];
  if (end === undefined) return undefined;
  return end === '\r' ? '\r' : '\n';
}
