import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { majorOf, type Binaries } from './binaries.js';
import type { Home } from './home.js';
import type { Placement } from './placement.js';
import { run, type Owner } from './run.js';

/** Makes the cluster on first use, and sees to it that the identity can work on it. Gives the password. */
export async function ensureCluster(placement: Placement, durable: boolean): Promise<string> {
  const { home, binaries, identity } = placement;
  const isNew = !existsSync(home.cluster);
  if (!isNew) requireUsable(home, binaries);

  const password = ensurePassword(home, isNew);
  writeFileSync(home.log, '', { flag: 'a', mode: 0o600 });
  if (identity.fileOwner) {
    for (const file of [home.password, home.log])
      chownSync(file, identity.fileOwner.uid, identity.fileOwner.gid);
  }
  if (isNew) await initialize(placement, durable);
  else if (identity.fileOwner) giveTo(identity.fileOwner, home.cluster);
  return password;
}

function requireUsable(home: Home, { version }: Binaries): void {
  const { uid } = statSync(home.cluster);
  const ownUid = process.getuid?.();
  if (ownUid !== undefined && ownUid !== 0 && uid !== ownUid) {
    throw new Error(`The cluster in ${home.cluster} belongs to user ${uid}: start as that user or as root`);
  }
  const major = readFileSync(join(home.cluster, 'PG_VERSION'), 'utf8').trim();
  if (Number(major) !== majorOf(version)) {
    throw new Error(
      `The cluster in ${home.cluster} was made by PostgreSQL ${major}, but this is ${version}. ` +
        'Move its data with pg_dump, or start with another data folder.',
    );
  }
}

function ensurePassword(home: Home, isNew: boolean): string {
  if (existsSync(home.password)) {
    chmodSync(home.password, 0o600);
    return readFileSync(home.password, 'utf8').trim();
  }
  if (!isNew)
    throw new Error(`${home.password} is missing; without it the cluster beside it cannot be opened`);

  const password = randomBytes(24).toString('base64url');
  writeFileSync(home.password, `${password}\n`, { mode: 0o600, flush: true });
  return password;
}

/** A cluster gets its name when it is complete, so that one that was cut short is never started. */
async function initialize({ home, binaries, identity }: Placement, durable: boolean): Promise<void> {
  const unfinished = `${home.cluster}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  if (identity.fileOwner) chownSync(unfinished, identity.fileOwner.uid, identity.fileOwner.gid);

  const { succeeded, stderr } = await run(identity, binaries.initdb, [
    `--pgdata=${unfinished}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${home.password}`,
    '--encoding=UTF8',
    ...localeFlags(binaries),
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ]);
  if (!succeeded) throw new Error(`initdb could not make a cluster in ${unfinished}: ${stderr}`);
  renameSync(unfinished, home.cluster);
}

/** Sorts by code point on every machine alike; shopper-visible order is asked for by column. */
function localeFlags({ version }: Binaries): string[] {
  if (majorOf(version) < 17) return ['--locale=C.UTF-8'];
  return ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
}

/** The server insists on owning its files; whom it runs as may have changed since they were made. */
function giveTo({ uid, gid }: Owner, cluster: string): void {
  if (statSync(cluster).uid === uid) return;
  for (const entry of readdirSync(cluster, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(cluster, entry), uid, gid);
  }
  // Last, so that a change that was cut short is taken up again.
  chownSync(cluster, uid, gid);
}
