import { adoptServer } from './adoption.js';
import { findBinaries } from './binaries.js';
import { ensureCluster } from './cluster.js';
import { openDataDir } from './home.js';
import { ensureDatabase, urlOf } from './login.js';
import { OwnerLock } from './owner-lock.js';
import { choosePlacement } from './placement.js';
import { startServer, stopServer } from './server.js';

export { openDataDir } from './home.js';
export { NoPostgres } from './binaries.js';
export { DataDirInUse, type DataDirOwner, findOwner } from './owner-lock.js';
export { findRunningPostgres } from './running-shop.js';

export interface EmbeddedOptions {
  /** Holds the cluster, its log, its password and the lock of the process that runs it. */
  dataDir: string;
  /** Another one is chosen when it is taken. 0 or undefined: the one used last, else any that is free. */
  port?: number;
  /** False gives up safety against power loss for speed, for tests. Default true. */
  durable?: boolean;
  /** More server parameters, by name. */
  settings?: Record<string, string>;
}

export interface EmbeddedServer {
  /** `postgres://postgres:<password>@127.0.0.1:<port>/cartwright` */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Of PostgreSQL, such as `18.4`. */
  readonly version: string;
  /** Whether it already ran, left behind by a process of ours that was killed. */
  readonly adopted: boolean;
  /** Records where the shop answers, so that a second start in the same folder can name it. */
  announce(appUrl: string): void;
  /** Ends the server and gives the folder free. Open transactions are rolled back. Calling it again is harmless. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL on 127.0.0.1 with its data in a folder, or takes over the one that still runs there.
 * @throws DataDirInUse when another live process runs on the folder
 * @throws NoPostgres when the machine has none that could be started
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const dataDir = openDataDir(options.dataDir);
  const lock = await OwnerLock.take(dataDir);
  try {
    return await open(dataDir, options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function open(dataDir: string, options: EmbeddedOptions, lock: OwnerLock): Promise<EmbeddedServer> {
  const placement = await choosePlacement(await findBinaries(), dataDir);
  const password = await ensureCluster(placement, options.durable ?? true);
  const adopted = await adoptServer(placement, password, options);
  const postmaster = adopted ?? (await startServer(placement, options));
  const login = { port: postmaster.port, password };
  try {
    await ensureDatabase(login);
  } catch (error) {
    await stopServer(placement, postmaster).catch(() => undefined);
    throw error;
  }

  let stopping: Promise<void> | undefined;
  return {
    url: urlOf(login),
    port: postmaster.port,
    pid: postmaster.pid,
    version: placement.binaries.version,
    adopted: adopted !== undefined,
    announce: (appUrl) => lock.announce(appUrl),
    stop: () => (stopping ??= stopServer(placement, postmaster).finally(() => lock.release())),
  };
}
