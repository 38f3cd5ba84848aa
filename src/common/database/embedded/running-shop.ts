import { existsSync, realpathSync } from 'node:fs';
import { poll } from '../../waiting.js';
import { homeOf } from './home.js';
import { clusterAt, urlOf } from './login.js';
import { findOwner } from './owner-lock.js';
import { readPassword } from './password.js';
import { findPostmaster } from './postmaster.js';

const PATIENCE_MS = 10_000;
const RETRY_MS = 100;

/**
 * The URL of a running shop's server, for a command. Waits a while for an owner without an address: a shop
 * that starts, or a command that ends.
 */
export async function findRunningPostgres(dataDir: string): Promise<string | undefined> {
  const announced = await poll(() => announcedAt(dataDir), { everyMs: RETRY_MS, withinMs: PATIENCE_MS });
  return announced ? openServer(announced) : undefined;
}

/** Null: no owner. Undefined: its address is not known yet. */
function announcedAt(dataDir: string): string | null | undefined {
  if (!existsSync(dataDir)) return null;
  const path = realpathSync(dataDir);
  const owner = findOwner(path);
  if (!owner) return null;
  return owner.appUrl ? path : undefined;
}

async function openServer(dataDir: string): Promise<string | undefined> {
  const home = homeOf(dataDir);
  const postmaster = findPostmaster(home.cluster);
  if (!postmaster) return undefined;

  const login = { port: postmaster.port, password: readPassword(home.password) };
  await clusterAt(login);
  return urlOf(login);
}
