import { MalformedBody } from '../errors/errors.js';

const MAX_DEPTH = 32;
const MAX_MEMBERS = 200;
const MAX_ELEMENTS = 1_000;
const MAX_PARTS = 50_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OBJECT, OBJECT_END, LIST, LIST_END] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Limits depth (32), members (200), elements (1,000) and parts (50,000) before parsing; ignores syntax. */
export function weigh(json: Buffer): void {
  const kinds = new Uint8Array(MAX_DEPTH + 1);
  const counts = new Uint32Array(MAX_DEPTH + 1);
  let depth = 0;
  let parts = 1;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) at = endOfText(json, at);
    else if (byte === OBJECT || byte === LIST) {
      depth += 1;
      if (depth > MAX_DEPTH) throw tooMuch(`is nested deeper than ${MAX_DEPTH} levels`);
      kinds[depth] = byte;
      counts[depth] = 1;
      parts += 1;
    } else if (byte === COMMA) {
      counts[depth]! += 1;
      parts += 1;
      refuseCount(kinds[depth]!, counts[depth]!);
    } else if (byte === OBJECT_END || byte === LIST_END) depth = Math.max(0, depth - 1);
    if (parts > MAX_PARTS) throw tooMuch(`has more than ${MAX_PARTS} parts`);
  }
}

function refuseCount(kind: number, count: number): void {
  if (kind === OBJECT && count > MAX_MEMBERS)
    throw tooMuch(`has an object of more than ${MAX_MEMBERS} members`);
  if (kind === LIST && count > MAX_ELEMENTS)
    throw tooMuch(`has a list of more than ${MAX_ELEMENTS} elements`);
}

function endOfText(json: Buffer, begin: number): number {
  for (let at = begin + 1; at < json.length; at += 1) {
    if (json[at] === BACKSLASH) at += 1;
    else if (json[at] === QUOTE) return at;
  }
  return json.length - 1;
}

const tooMuch = (what: string): MalformedBody => new MalformedBody(`The body ${what}.`);
