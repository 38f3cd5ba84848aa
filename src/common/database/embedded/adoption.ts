import { realpathSync } from 'node:fs';
import { DatabaseError } from 'pg';
import { poll } from '../../waiting.js';
import { clusterAt } from './login.js';
import type { Placement } from './placement.js';
import { findPostmaster, wasStartedWith, type Postmaster } from './postmaster.js';
import { stopServer, type StartOptions } from './server.js';
import { serverArguments } from './server-options.js';

const PATIENCE_MS = 10_000;
const RETRY_MS = 100;

/** SQLSTATE cannot_connect_now: the server starts, recovers or shuts down. */
const CANNOT_CONNECT_NOW = '57P03';

/** Takes over a server left running, or stops it if its version or settings differ. */
export async function adoptServer(
  placement: Placement,
  password: string,
  options: StartOptions,
): Promise<Postmaster | undefined> {
  const { cluster } = placement.home;
  const found = findPostmaster(cluster);
  if (!found) return undefined;

  const version = await versionOf(cluster, password);
  const postmaster = findPostmaster(cluster);
  if (!postmaster) return undefined;

  const asWanted = wasStartedWith(cluster, serverArguments(options.port || postmaster.port, options));
  if (version?.startsWith(placement.binaries.version) && asWanted) return postmaster;
  // An unproven process that refuses our password is not ours.
  if (version === undefined && !postmaster.isProven) return undefined;

  await stopServer(placement, postmaster);
  return undefined;
}

async function versionOf(cluster: string, password: string): Promise<string | undefined> {
  const look = () => versionNow(cluster, password);
  return (await poll(look, { everyMs: RETRY_MS, withinMs: PATIENCE_MS })) ?? undefined;
}

/** Null: the server is not ours. Undefined: it may still answer. */
async function versionNow(cluster: string, password: string): Promise<string | null | undefined> {
  const postmaster = findPostmaster(cluster);
  if (!postmaster) return null;
  try {
    const { path, version } = await clusterAt({ port: postmaster.port, password });
    return realpathSync(path) === realpathSync(cluster) ? version : null;
  } catch (error) {
    return error instanceof DatabaseError && error.code !== CANNOT_CONNECT_NOW ? null : undefined;
  }
}
