import { standardOutput } from './line-buffer.js';
import { now } from './now.js';

export interface Answered {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  /** From the request line to the end of the answer; for cache hits, to the hand-over to the socket. */
  readonly ms: number;
}

/** The constant part of lines, by status, method and route (patterns, so few). */
const common = new Map<number, Map<string, Map<string, string>>>();

/** One line per answer, in pino's format. Only time, id and milliseconds vary, and none needs escaping. */
export function writeAccessLine({ requestId, method, route, status, ms }: Answered): void {
  const middle = commonTo(status, method, route);
  const tenths = Math.round(ms * 10) / 10;
  standardOutput.write(
    `{"level":"info","time":"${now()}","requestId":"${requestId}",${middle},"ms":${tenths}}\n`,
  );
}

function commonTo(status: number, method: string, route: string): string {
  const ofMethod = mapIn(mapIn(common, status), method);
  const known = ofMethod.get(route);
  if (known !== undefined) return known;
  const members = JSON.stringify({ method, route, status }).slice(1, -1);
  ofMethod.set(route, members);
  return members;
}

function mapIn<K, A, B>(maps: Map<K, Map<A, B>>, key: K): Map<A, B> {
  const map = maps.get(key) ?? new Map<A, B>();
  maps.set(key, map);
  return map;
}
