import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Draining } from '../http/shutdown/draining.js';
import { within } from '../waiting.js';
import { fail } from './fail.js';
import type { Undertakings } from './undertakings.js';

/** In-flight requests and jobs have this long; after it the process ends all the same. */
export const SHUTDOWN_LIMIT_MS = 25_000;

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** Ends an application that serves in order: balancers look away, requests finish, jobs are handed back. */
export async function serveOut(app: NestFastifyApplication): Promise<void> {
  await app.get(Draining).begin();
  await within(SHUTDOWN_LIMIT_MS, app.close(), giveUp);
}

/**
 * Ends all that was begun, on SIGINT and SIGTERM, and then the process. Another signal means that nothing more is waited
 * for than what must not be left behind.
 * @param exitCode of a process that was told to end: that of a server is 0, a command's is what shells know
 */
export function endOnSignals(undertakings: Undertakings, exitCode?: number): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (undertakings.isEnding) return undertakings.hurry();
      void undertakings.end().then(
        () => process.exit(exitCode ?? SIGNALS[signal]),
        (error: unknown) => fail(error),
      );
    });
}

/** Ends what a failed start has begun, and the process with the reason. Whoever was told to end says nothing more. */
export async function abandon(undertakings: Undertakings, reason: unknown): Promise<void> {
  if (undertakings.isEnding) return;
  await undertakings.end().catch(() => undefined);
  fail(reason);
}

function giveUp(): never {
  throw new Error(`The process did not end in order within ${SHUTDOWN_LIMIT_MS / 1_000} s`);
}
