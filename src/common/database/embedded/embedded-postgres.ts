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
  /** Holds the cluster, its log, its password and the lock of the owning process. */
  dataDir: string;
  /** Wished port; another is used if it is taken. Default: the last port, or else any free one. */
  port?: number;
  /** False trades safety against power loss for speed (tests). Default true. */
  durable?: boolean;
  settings?: Record<string, string>;
}

export interface EmbeddedServer {
  /** `postgres://postgres:<password>@127.0.0.1:<port>/cartwright` */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly version: string;
  /** Whether a killed process had left it running. */
  readonly adopted: boolean;
  announce(appUrl: string): void;
  /** Stops the server, rolls back open transactions and releases the folder. May be called twice. */
  stop(): Promise<void>;
}

/** @throws DataDirInUse, NoPostgres */
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
