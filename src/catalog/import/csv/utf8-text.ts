import { isUtf8 } from 'node:buffer';
import { UnreadableFile } from '../../../common/imports/unreadable-file.js';
import type { LineEnd } from './line-end.js';

const MAX_LINE_BYTES = 1024 * 1024;
const BYTE_ORDER_MARK = '\ufeff';
const UTF_16 = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/** Decodes UTF-8 in whole lines, without the byte order mark. Refuses invalid bytes with their line. */
export async function* utf8Text(chunks: AsyncIterable<Buffer>, lineEnd: LineEnd): AsyncGenerator<string> {
  let open: Buffer = Buffer.alloc(0);
  let line = 1;
  let isFirst = true;
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([open, chunk]);
    const end = bytes.lastIndexOf(lineEnd) + 1;
    open = bytes.subarray(end);
    if (open.length > MAX_LINE_BYTES) throw tooLong(line);
    if (end === 0) continue;
    const text = decoded(bytes.subarray(0, end), { firstLine: line, lineEnd, isFirst });
    line += text.split(lineEnd).length - 1;
    isFirst = false;
    yield text;
  }
  if (open.length > 0) yield decoded(open, { firstLine: line, lineEnd, isFirst });
}

interface Place {
  readonly firstLine: number;
  readonly lineEnd: LineEnd;
  readonly isFirst: boolean;
}

function decoded(bytes: Buffer, place: Place): string {
  const { isFirst } = place;
  const isWide = bytes[0] === 0 || bytes[1] === 0 || UTF_16.some((mark) => bytes.subarray(0, 2).equals(mark));
  if (isFirst && isWide) {
    throw new UnreadableFile('The file is UTF-16 text: save it as UTF-8.');
  }
  if (!isUtf8(bytes)) throw notUtf8(bytes, place);
  const text = bytes.toString();
  return isFirst && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function notUtf8(bytes: Buffer, { firstLine, lineEnd }: Place): UnreadableFile {
  let line = firstLine;
  for (let start = 0; ; line += 1) {
    const end = bytes.indexOf(lineEnd, start) + 1 || bytes.length;
    if (!isUtf8(bytes.subarray(start, end)) || end === bytes.length) break;
    start = end;
  }
  return new UnreadableFile(`Line ${line}: the file is not UTF-8 text. Save it as UTF-8.`);
}

const tooLong = (line: number): UnreadableFile =>
  new UnreadableFile(`Line ${line}: the row is larger than 1 MB, or a quote is never closed.`);
