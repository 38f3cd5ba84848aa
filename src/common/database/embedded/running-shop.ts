import { existsSync, realpathSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
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
  const deadline = Date.now() + PATIENCE_MS;
  while (existsSync(dataDir) && Date.now() < deadline) {
    const path = realpathSync(dataDir);
    const owner = findOwner(path);
    if (!owner) return undefined;
    if (owner.appUrl) return openServer(path);
    await delay(RETRY_MS);
  }
  return undefined;
}

async function openServer(dataDir: string): Promise<string | undefined> {
  const home = homeOf(dataDir);
  const postmaster = findPostmaster(home.cluster);
  if (!postmaster) return undefined;

  const login = { port: postmaster.port, password: readPassword(home.password) };
  await clusterAt(login);
  return urlOf(login);
}
