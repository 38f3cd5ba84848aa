import { standardOutput } from './line-buffer.js';
import { now } from './now.js';

interface Access {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

/** One line for each answer, as pino would write it. It holds nothing to cut, and pino takes three times as long. */
export function writeAccessLine({ requestId, method, route, status, ms }: Access): void {
  const line = { level: 'info', time: now(), requestId, method, route, status, ms: Math.round(ms * 10) / 10 };
  standardOutput.write(`${JSON.stringify(line)}\n`);
}
