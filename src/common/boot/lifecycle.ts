import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Draining } from '../http/shutdown/draining.js';
import { within } from '../waiting.js';
import { fail } from './fail.js';
import type { Undertakings } from './undertakings.js';

/** Time for running requests and jobs at shutdown; then the process ends anyway. */
export const SHUTDOWN_LIMIT_MS = 25_000;

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** In order: balancers are told, requests finish, jobs are handed back. */
export async function serveOut(app: NestFastifyApplication): Promise<void> {
  await app.get(Draining).begin();
  await within(SHUTDOWN_LIMIT_MS, app.close(), giveUp);
}

/** Ends everything on SIGINT and SIGTERM, then the process. A second signal skips unneeded waits. */
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

/** A process that was told to end reports nothing more. */
export async function abandon(undertakings: Undertakings, reason: unknown): Promise<void> {
  if (undertakings.isEnding) return;
  await undertakings.end().catch(() => undefined);
  fail(reason);
}

function giveUp(): never {
  throw new Error(`The process did not shut down cleanly within ${SHUTDOWN_LIMIT_MS / 1_000} s`);
}
