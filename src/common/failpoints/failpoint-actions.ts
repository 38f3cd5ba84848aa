import { setTimeout as delay } from 'node:timers/promises';
import type { FailpointAction } from './failpoint.js';

export class FailpointReached extends Error {
  constructor(readonly failpoint: string) {
    super(`Failpoint ${failpoint} was reached`);
    this.name = 'FailpointReached';
  }
}

/** Such as `payments.start_answered=throw`, `=kill` or `=hang:<milliseconds>`. */
export const FAILPOINT_ENTRY = /^([a-z]+\.[a-z_]+)=(throw|kill|hang:(\d{1,6}))$/;

export const throwing =
  (name: string): FailpointAction =>
  () => {
    throw new FailpointReached(name);
  };

export const killing: FailpointAction = () => {
  process.kill(process.pid, 'SIGKILL');
  // The signal may take a moment, and nothing more may run.
  return new Promise<void>(() => undefined);
};

export const hanging =
  (name: string, milliseconds: number): FailpointAction =>
  async () => {
    process.emitWarning(hangsAt(name));
    await delay(milliseconds);
  };

export const hangsAt = (name: string): string => `Failpoint ${name} was reached and hangs`;

export function failpointOf(entry: string): [name: string, action: FailpointAction] {
  const [, name = '', action, milliseconds] = FAILPOINT_ENTRY.exec(entry) ?? [];
  if (action === 'kill') return [name, killing];
  return [name, action === 'throw' ? throwing(name) : hanging(name, Number(milliseconds))];
}
