import { gzipSync } from 'node:zlib';
import type { Principal } from '../knowledge/cast.js';
import type { Operation } from '../knowledge/document.js';

/** A request as it is sent. */
export interface FuzzRequest {
  /** The route that it was made for; what was done to its address may lead it elsewhere. */
  readonly operation: Operation;
  readonly principal: Principal;
  readonly method: string;
  /** Path and query, as they stand on the request line. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: Buffer;
  /** Over a real connection, since injecting would tidy up the address or let impossible headers pass. */
  readonly isOnWire: boolean;
  /** Whether the document lets its sender call the route. */
  readonly mayCall: boolean;
  /** What was done to it; empty for a request that should be fine. */
  readonly notes: readonly string[];
}

export interface FuzzAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly milliseconds: number;
  /** The body was beyond what the server reads, and it hung up while we were still sending. */
  readonly isCutOff?: boolean;
}

const SHOWN_BYTES = 8_000;
const PRINTABLE = /^[\x20-\x7e]*$/;

/** The request as a line for a shell; who sent it stands in place of the token, which ends with the run. */
export function asCurl({ principal, method, target, headers, payload }: FuzzRequest): string {
  const shown = Object.entries(headers).map(([name, value]) => {
    const text = value.startsWith('Bearer ey') ? `Bearer <${principal}'s token>` : value;
    return `-H ${quoted(`${name}: ${text}`)}`;
  });
  const call = ['curl -i --path-as-is -X', method, `"$SHOP"${quoted(target)}`, ...shown].join(' ');
  if (payload === undefined) return call;
  const text = payload.toString('latin1');
  if (PRINTABLE.test(text) && payload.length < SHOWN_BYTES) return `${call} --data-binary ${quoted(text)}`;
  const packed = gzipSync(payload).toString('base64');
  if (packed.length > SHOWN_BYTES) return `${call} --data-binary @- # ${payload.length} bytes`;
  return `echo ${packed} | base64 -d | gunzip | ${call} --data-binary @-`;
}

/** For bash: ANSI-C quoting for what cannot be printed. */
function quoted(text: string): string {
  if (PRINTABLE.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const escaped = [...Buffer.from(text, 'latin1')].map((byte) => {
    const character = String.fromCharCode(byte);
    if (character === "'" || character === '\\') return `\\${character}`;
    return PRINTABLE.test(character) ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `$'${escaped.join('')}'`;
}
