import {
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
import { isRoot } from './identities.js';
import { ensurePassword } from './password.js';
import type { Placement } from './placement.js';
import { run, type Owner } from './run.js';

const LOG_LIMIT_BYTES = 10_000_000;
const INITDB_TIMEOUT_MS = 120_000;

/** Creates the cluster on first use, makes it accessible to the server, and returns its password. */
export async function ensureCluster(placement: Placement, durable: boolean): Promise<string> {
  const { home, binaries, identity } = placement;
  const isNew = !existsSync(home.cluster);
  if (!isNew) requireUsable(home, binaries);

  const password = ensurePassword(home);
  openLog(home.log);
  if (identity.fileOwner) giveTo(identity.fileOwner, [home.password, home.log]);

  if (isNew) await initialize(placement, durable);
  else if (identity.fileOwner) giveClusterTo(identity.fileOwner, home.cluster);
  return password;
}

function requireUsable({ cluster }: Home, { version }: Binaries): void {
  const { uid } = statSync(cluster);
  const ownUid = process.getuid?.();
  if (ownUid !== undefined && !isRoot() && uid !== ownUid) {
    throw new Error(`The cluster in ${cluster} belongs to user ${uid}: start as that user or as root`);
  }

  const major = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (Number(major) !== majorOf(version)) {
    throw new Error(
      `The cluster in ${cluster} was made by PostgreSQL ${major}, but this is ${version}. ` +
        'Move its data with pg_dump, or start with another data folder.',
    );
  }
}

function openLog(log: string): void {
  const { size } = statSync(log, { throwIfNoEntry: false }) ?? { size: 0 };
  if (size > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`);
  writeFileSync(log, '', { flag: 'a', mode: 0o600 });
}

/** The final name is set last, so that a partial cluster never starts. */
async function initialize({ home, binaries, identity }: Placement, durable: boolean): Promise<void> {
  const unfinished = `${home.cluster}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  if (identity.fileOwner) giveTo(identity.fileOwner, [unfinished]);

  const flags = [
    `--pgdata=${unfinished}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${home.password}`,
    '--encoding=UTF8',
    ...localeFlags(binaries),
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  const { succeeded, stderr } = await run(identity, binaries.initdb, flags, INITDB_TIMEOUT_MS);
  if (!succeeded) throw new Error(`initdb could not create a cluster in ${unfinished}: ${stderr}`);
  renameSync(unfinished, home.cluster);
}

/** Sorts by code point on every machine; columns for shoppers name their own order. */
function localeFlags({ version }: Binaries): string[] {
  if (majorOf(version) < 17) return ['--locale=C.UTF-8'];
  return ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
}

/** The server must own its files, and its user may have changed. */
function giveClusterTo(owner: Owner, cluster: string): void {
  if (statSync(cluster).uid === owner.uid) return;
  const entries = readdirSync(cluster, { recursive: true, encoding: 'utf8' });
  giveTo(owner, [...entries.map((entry) => join(cluster, entry)), cluster]);
}

function giveTo({ uid, gid }: Owner, paths: readonly string[]): void {
  for (const path of paths) lchownSync(path, uid, gid);
}
