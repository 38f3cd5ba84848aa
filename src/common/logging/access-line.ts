import { standardOutput } from './line-buffer.js';
import { now } from './now.js';

/** An answer that was given. */
export interface Answered {
  readonly requestId: string;
  readonly method: string;
  /** Pattern of the route. */
  readonly route: string;
  readonly status: number;
  /** From the request line to the end of the answer; of one that the cache held, to its handing over to the socket. */
  readonly ms: number;
}

/** What lines have in common, by status, method and route, which are few: routes are patterns. */
const common = new Map<number, Map<string, Map<string, string>>>();

/**
 * One line for each answer, as pino would write it. It holds nothing to cut, and only what differs from line to line is
 * put together: the time and the id, neither of which has anything to escape, and the milliseconds.
 */
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
