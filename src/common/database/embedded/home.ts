import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isRoot } from './identities.js';

/** Folder of a cluster, its log and its password: the data folder, or where they had to move. */
export interface Home {
  readonly folder: string;
  readonly cluster: string;
  readonly log: string;
  readonly password: string;
}

const NAMES = ['postgres', 'postgres.log', 'password'] as const;
const ELSEWHERE = '/var/lib/cartwright';

export function openDataDir(dataDir: string): string {
  const isNew = !existsSync(dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const path = realpathSync(dataDir);
  requirePlainName(path);
  // Root must not create a folder that the checkout's user cannot open.
  if (isNew && isRoot()) {
    const { uid, gid } = statSync(dirname(path));
    chownSync(path, uid, gid);
  }
  requireWritable(path);
  return path;
}

export function homeOf(dataDir: string): Home {
  const cluster = join(dataDir, NAMES[0]);
  const isMoved = lstatSync(cluster, { throwIfNoEntry: false })?.isSymbolicLink();
  if (!isMoved) return homeIn(dataDir);

  const folder = resolve(dataDir, dirname(readlinkSync(cluster)));
  if (existsSync(folder)) return homeIn(folder);
  throw new Error(
    `The data of ${dataDir} was kept in ${folder}, which is gone; remove ${cluster} to start over`,
  );
}

/** For root in a folder closed to all others: keeps the files elsewhere and links to them. */
export function moveHome(dataDir: string): Home {
  if (existsSync(homeOf(dataDir).cluster)) {
    throw new Error(
      `PostgreSQL refuses to run as root, and user nobody cannot reach ${dataDir}. ` +
        'Move it to a folder that everyone may enter, or allow user namespaces.',
    );
  }
  mkdirSync(ELSEWHERE, { recursive: true });
  chmodSync(ELSEWHERE, 0o755);
  const folder = mkdtempSync(join(ELSEWHERE, 'data-'));
  chmodSync(folder, 0o711);
  for (const name of NAMES) symlinkSync(join(folder, name), join(dataDir, name));
  return homeIn(folder);
}

function homeIn(folder: string): Home {
  const [cluster, log, password] = NAMES.map((name) => join(folder, name)) as [string, string, string];
  return { folder, cluster, log, password };
}

/** pg_ctl passes the path to a shell in double quotes. */
function requirePlainName(dataDir: string): void {
  if (process.platform === 'win32' || !/["$`\\\n]/.test(dataDir)) return;
  throw new Error(`The path of the data folder ${dataDir} must not contain any of: " $ \` \\`);
}

function requireWritable(dataDir: string): void {
  try {
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`The data folder ${dataDir} belongs to another user; Cartwright cannot write to it`, {
      cause: error,
    });
  }
}
