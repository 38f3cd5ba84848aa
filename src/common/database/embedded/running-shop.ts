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
 * The URL of the server under the shop that runs in a folder, for a command that wants to work beside it. Waits a
 * while for an owner that has not announced its address: a shop is about to, and a command is about to end.
 */
export async function findRunningPostgres(dataDir: string): Promise<string | undefined> {
  const announced = await poll(() => announcedAt(dataDir), { everyMs: RETRY_MS, withinMs: PATIENCE_MS });
  return announced ? openServer(announced) : undefined;
}

/** The folder, once its owner has announced its address; null when there is no owner. */
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
