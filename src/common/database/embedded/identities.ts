import { statSync } from 'node:fs';
import type { Binaries } from './binaries.js';
import { run, type Identity, type Owner } from './run.js';

const ROOT: Owner = { uid: 0, gid: 0 };
const IN_NAMESPACE = ['unshare', '--user', '--'];

export const nobody = asUser({ uid: 65534, gid: 65534 });

const ourselves: Identity = { prefix: [] };
/** PostgreSQL needs a user with a name, which `--user 1234` in a container lacks. */
const ourselvesInNamespace: Identity = { prefix: IN_NAMESPACE };
/** PostgreSQL sees an ordinary user while root keeps the files, so it works below a folder of root only. */
const rootInNamespace: Identity = { prefix: IN_NAMESPACE, fileOwner: ROOT };

export function isRoot(): boolean {
  return process.getuid?.() === ROOT.uid;
}

/** Identities for the server, best first. */
export function identitiesFor(cluster: string, folder: string): Identity[] {
  if (process.platform === 'win32') return [ourselves];
  if (!isRoot()) return [ourselves, ourselvesInNamespace];

  // A server left running still has the cluster's owner as its user.
  const clusterOwner = statSync(cluster, { throwIfNoEntry: false });
  const folderOwner = statSync(folder);
  return [
    ...(clusterOwner ? [asOwner(clusterOwner)] : []),
    ...(folderOwner.uid === ROOT.uid ? [] : [asOwner(folderOwner)]),
    nobody,
    rootInNamespace,
  ];
}

/** Tries whether programs and folder are accessible: file modes do not tell (ACLs, namespaces). */
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
