import { statSync } from 'node:fs';
import type { Binaries } from './binaries.js';
import { run, type Identity, type Owner } from './run.js';

const ROOT: Owner = { uid: 0, gid: 0 };
const NOBODY: Owner = { uid: 65534, gid: 65534 };

export const ourselves: Identity = { prefix: [] };
export const nobody = asUser(NOBODY);

/**
 * Root inside a user namespace that maps no one: PostgreSQL sees an ordinary user, while files stay root's. So it
 * works below a folder that only root may enter.
 */
const rootInDisguise: Identity = { prefix: ['unshare', '--user', '--'], fileOwner: ROOT };

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Whom root may run the server as, best first: whoever owns the data, nobody, itself in disguise. */
export function identitiesForRoot(dataFolders: readonly string[]): Identity[] {
  const owners = dataFolders.map((folder) => statSync(folder)).filter(({ uid }) => uid !== 0);
  return [...owners.map(asUser), nobody, rootInDisguise];
}

/** Tries for real whether the programs and the folder can be reached: modes alone do not tell (ACLs, namespaces). */
export async function canReach(identity: Identity, binaries: Binaries, folder: string): Promise<boolean> {
  const entering = run(identity, '/bin/sh', ['-c', 'cd "$0"', folder], { timeoutMs: 10_000 });
  const starting = run(identity, binaries.postgres, ['--version'], { timeoutMs: 10_000 });
  const [entered, started] = await Promise.all([entering, starting]);
  return entered.succeeded && started.succeeded;
}

function asUser({ uid, gid }: Owner): Identity {
  return { prefix: [], user: { uid, gid }, fileOwner: { uid, gid } };
}
