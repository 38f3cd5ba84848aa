import { statSync } from 'node:fs';
import type { Binaries } from './binaries.js';
import { run, type Identity, type Owner } from './run.js';

const ROOT: Owner = { uid: 0, gid: 0 };
const IN_NAMESPACE = ['unshare', '--user', '--'];

export const nobody = asUser({ uid: 65534, gid: 65534 });

const ourselves: Identity = { prefix: [] };
/** PostgreSQL wants a user with a name, which a container's `--user 1234` has not; here it is called nobody. */
const ourselvesInNamespace: Identity = { prefix: IN_NAMESPACE };
/**
 * Root inside a user namespace that maps no one: PostgreSQL sees an ordinary user, while files stay root's. So it
 * works below a folder that only root may enter.
 */
const rootInNamespace: Identity = { prefix: IN_NAMESPACE, fileOwner: ROOT };

export function isRoot(): boolean {
  return process.getuid?.() === ROOT.uid;
}

/** Whom the server may run as, best first. */
export function identitiesFor(cluster: string, folder: string): Identity[] {
  if (process.platform === 'win32') return [ourselves];
  if (!isRoot()) return [ourselves, ourselvesInNamespace];

  // The cluster's owner comes first: a server that was left behind still runs as that user.
  const clusterOwner = statSync(cluster, { throwIfNoEntry: false });
  const folderOwner = statSync(folder);
  return [
    ...(clusterOwner ? [asOwner(clusterOwner)] : []),
    ...(folderOwner.uid === ROOT.uid ? [] : [asOwner(folderOwner)]),
    nobody,
    rootInNamespace,
  ];
}

/** Tries for real whether the programs and the folder can be reached: modes alone do not tell (ACLs, namespaces). */
export async function canWork(identity: Identity, binaries: Binaries, folder: string): Promise<boolean> {
  if (process.platform === 'win32') return true;

  const entering = run(identity, '/bin/sh', ['-c', 'cd "$0" && id -un', folder], 10_000);
  const starting = run(identity, binaries.postgres, ['--version'], 10_000);
  const [entered, started] = await Promise.all([entering, starting]);
  return entered.succeeded && started.succeeded;
}

function asOwner({ uid, gid }: Owner): Identity {
  return uid === ROOT.uid ? rootInNamespace : asUser({ uid, gid });
}

function asUser(user: Owner): Identity {
  return { prefix: [], user, fileOwner: user };
}
