import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Placement } from './placement.js';
import { freePort } from './ports.js';
import { disownPidFile, findPostmaster, lastPort, type Postmaster } from './postmaster.js';
import { hasEnded } from './processes.js';
import { run } from './run.js';
import { quoted, serverArguments, type ServerSettings } from './server-options.js';

const START_ATTEMPTS = 10;
const RETRY_MS = 300;
const FAST_STOP_MS = 4_000;
const IMMEDIATE_STOP_MS = 3_000;
const LOG_TAIL_BYTES = 2_000;

const PORT_TAKEN = /could not create any TCP\/IP sockets/;
/** Children of a killed server end a moment after it. */
const NOT_YET_FREE = /lock file "postmaster.pid" already exists|pre-existing shared memory block/;

export interface StartOptions extends ServerSettings {
  readonly port?: number;
}

export async function startServer(placement: Placement, options: StartOptions): Promise<Postmaster> {
  const { cluster } = placement.home;
  disownPidFile(cluster);

  let failure = '';
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
    const port = await freePort([options.port, lastPort(cluster)]);
    failure = await tryStart(placement, serverArguments(port, options));
    const postmaster = findPostmaster(cluster);
    if (!failure && postmaster) return postmaster;
    if (!PORT_TAKEN.test(failure) && !NOT_YET_FREE.test(failure)) break;
    await delay(RETRY_MS);
  }
  // A start that took too long may have left a server.
  const left = findPostmaster(cluster);
  if (left?.isProven) await stopServer(placement, left).catch(() => undefined);
  throw new Error(`PostgreSQL did not start on ${cluster}: ${failure}`);
}

/** Stops a server, rolls back open transactions, and returns once it has ended. */
export async function stopServer(
  { binaries, identity, home }: Placement,
  { pid }: Postmaster,
): Promise<void> {
  for (const [mode, ms] of [
    ['fast', FAST_STOP_MS],
    ['immediate', IMMEDIATE_STOP_MS],
  ] as const) {
    // The pid may belong to another process by now.
    if (findPostmaster(home.cluster)?.pid !== pid) return;
    // pg_ctl would wait in whole seconds and take a zombie for a running server.
    await run(identity, binaries.pgCtl, ['stop', '-D', home.cluster, '-m', mode, '--no-wait']);
    if (await hasEnded(pid, ms)) return;
  }
  throw new Error(`PostgreSQL (process ${pid}) on ${home.cluster} does not stop`);
}

async function tryStart({ binaries, identity, home }: Placement, args: readonly string[]): Promise<string> {
  const before = statSync(home.log).size;
  const { succeeded, stderr } = await run(
    identity,
    binaries.pgCtl,
    ['start', '--wait', '--timeout=60', '-D', home.cluster, '-l', home.log, '-o', quoted(args)],
    70_000,
  );
  return succeeded ? '' : `${stderr}\n${readFrom(home.log, before)}`.trim();
}

function readFrom(log: string, position: number): string {
  const start = Math.max(position, statSync(log).size - LOG_TAIL_BYTES);
  const buffer = Buffer.alloc(LOG_TAIL_BYTES);
  const file = openSync(log, 'r');
  const length = readSync(file, buffer, 0, LOG_TAIL_BYTES, start);
  closeSync(file);
  return buffer.toString('utf8', 0, length).trim();
}
