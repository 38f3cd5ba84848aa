import { isUtf8 } from 'node:buffer';
import { UnreadableFile } from '../../common/imports/unreadable-file.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const MAX_LINE_BYTES = 1024 * 1024;
const BYTE_ORDER_MARK = '\ufeff';
/** First bytes of UTF-16 in either order. */
const UTF_16 = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * The text of UTF-8 bytes in whole lines, without its byte order mark. Other bytes are refused with the line that they
 * stand on, rather than stored as replacement characters. Where the first line ends with a carriage return alone, as
 * spreadsheets save for the Macintosh of old, so do all, and they are given with line feeds.
 */
export async function* utf8Text(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let open: Buffer = Buffer.alloc(0);
  let line = 1;
  let isFirst = true;
  let lineEnd: number | undefined;
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([open, chunk]);
    lineEnd ??= lineEndIn(bytes);
    const end = lineEnd === undefined ? 0 : bytes.lastIndexOf(lineEnd) + 1;
    open = bytes.subarray(end);
    if (open.length > MAX_LINE_BYTES) throw tooLong(line);
    if (end === 0) continue;
    const text = decoded(withLineFeeds(bytes.subarray(0, end), lineEnd), line, isFirst);
    line += text.split('\n').length - 1;
    isFirst = false;
    yield text;
  }
  if (open.length > 0) yield decoded(withLineFeeds(open, lineEnd), line, isFirst);
}

/** What the first line ends with; undefined until the byte behind it is known. */
function lineEndIn(bytes: Buffer): number | undefined {
  const at = bytes.findIndex((byte) => byte === LINE_FEED || byte === CARRIAGE_RETURN);
  if (at < 0 || (bytes[at] === CARRIAGE_RETURN && at + 1 === bytes.length)) return undefined;
  return bytes[at] === CARRIAGE_RETURN && bytes[at + 1] !== LINE_FEED ? CARRIAGE_RETURN : LINE_FEED;
}

function withLineFeeds(bytes: Buffer, lineEnd: number | undefined): Buffer {
  if (lineEnd !== CARRIAGE_RETURN) return bytes;
  return bytes.map((byte) => (byte === CARRIAGE_RETURN ? LINE_FEED : byte)) as Buffer;
}

function decoded(bytes: Buffer, firstLine: number, isFirst: boolean): string {
  const isWide = bytes[0] === 0 || bytes[1] === 0 || UTF_16.some((mark) => bytes.subarray(0, 2).equals(mark));
  if (isFirst && isWide) {
    throw new UnreadableFile('The file is UTF-16 text: save it as UTF-8.');
  }
  if (!isUtf8(bytes)) throw notUtf8(bytes, firstLine);
  const text = bytes.toString();
  return isFirst && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function notUtf8(bytes: Buffer, firstLine: number): UnreadableFile {
  let line = firstLine;
  for (let start = 0; ; line += 1) {
    const end = bytes.indexOf(LINE_FEED, start) + 1 || bytes.length;
    if (!isUtf8(bytes.subarray(start, end)) || end === bytes.length) break;
    start = end;
  }
  return new UnreadableFile(`Line ${line}: the file is not UTF-8 text. Save it as UTF-8.`);
}

const tooLong = (line: number): UnreadableFile =>
  new UnreadableFile(`Line ${line}: the row is larger than 1 MB, or a quote is never closed.`);
