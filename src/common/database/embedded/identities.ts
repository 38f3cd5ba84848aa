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

/**
 * Whom root may run the server as, best first: whoever owns the cluster (the server may still run as that user), whoever
 * owns the folder it is to be made in, nobody, and root in disguise.
 */
export function identitiesForRoot(cluster: string, folder: string): Identity[] {
  const clusterOwner = statSync(cluster, { throwIfNoEntry: false });
  const folderOwner = statSync(folder);
  return [
    ...(clusterOwner ? [asOwner(clusterOwner)] : []),
    ...(folderOwner.uid === ROOT.uid ? [] : [asOwner(folderOwner)]),
    nobody,
    rootInDisguise,
  ];
}

/** Tries for real whether the programs and the folder can be reached: modes alone do not tell (ACLs, namespaces). */
export async function canReach(identity: Identity, binaries: Binaries, folder: string): Promise<boolean> {
  const entering = run(identity, '/bin/sh', ['-c', 'cd "$0"', folder], { timeoutMs: 10_000 });
  const starting = run(identity, binaries.postgres, ['--version'], { timeoutMs: 10_000 });
  const [entered, started] = await Promise.all([entering, starting]);
  return entered.succeeded && started.succeeded;
}

function asOwner({ uid, gid }: Owner): Identity {
  return uid === ROOT.uid ? rootInDisguise : asUser({ uid, gid });
}

function asUser(user: Owner): Identity {
  return { prefix: [], user, fileOwner: user };
}
