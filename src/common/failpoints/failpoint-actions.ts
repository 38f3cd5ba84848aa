import { setTimeout as delay } from 'node:timers/promises';
import type { FailpointAction } from './failpoint.js';

/** Thrown by a failpoint that was armed to throw. */
export class FailpointReached extends Error {
  constructor(readonly failpoint: string) {
    super(`Failpoint ${failpoint} was reached`);
    this.name = 'FailpointReached';
  }
}

/** One entry of FAILPOINTS: `name=throw`, `name=kill` or `name=hang:<milliseconds>`. */
export const FAILPOINT_ENTRY = /^([a-z]+\.[a-z_]+)=(throw|kill|hang:(\d{1,6}))$/;

/** The step fails there, as if a statement had. */
export const throwing =
  (name: string): FailpointAction =>
  () => {
    throw new FailpointReached(name);
  };

/** The process ends there as the kernel would end it: nothing of ours runs any more. */
export const killing: FailpointAction = () => {
  process.kill(process.pid, 'SIGKILL');
  // The signal may take a moment; not one more statement is sent meanwhile.
  return new Promise<void>(() => undefined);
};

/** The step takes so much longer, with all that it holds; a warning tells whoever watches the process. */
export const hanging =
  (name: string, milliseconds: number): FailpointAction =>
  async () => {
    process.emitWarning(hangsAt(name));
    await delay(milliseconds);
  };

/** What a process says that hangs at a failpoint. */
export const hangsAt = (name: string): string => `Failpoint ${name} was reached: it hangs`;

/** Name and action of one entry of FAILPOINTS, which has been validated. */
export function failpointOf(entry: string): [name: string, action: FailpointAction] {
  const [, name = '', action, milliseconds] = FAILPOINT_ENTRY.exec(entry) ?? [];
  if (action === 'kill') return [name, killing];
  return [name, action === 'throw' ? throwing(name) : hanging(name, Number(milliseconds))];
}
