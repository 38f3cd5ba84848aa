import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isRoot } from './identities.js';

/** The folder that holds a cluster, its log and its password: the data folder, or where it had to move to. */
export interface Home {
  readonly folder: string;
  readonly cluster: string;
  readonly log: string;
  readonly password: string;
}

const NAMES = ['postgres', 'postgres.log', 'password'] as const;
const ELSEWHERE = '/var/lib/cartwright';

/** Makes the data folder if need be and gives its real path. */
export function openDataDir(dataDir: string): string {
  const isNew = !existsSync(dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const path = realpathSync(dataDir);
  // Root in the checkout of an ordinary user must not leave a folder behind that the user cannot open.
  if (isNew && isRoot()) {
    const { uid, gid } = statSync(dirname(path));
    chownSync(path, uid, gid);
  }
  return path;
}

export function homeOf(dataDir: string): Home {
  const cluster = join(dataDir, NAMES[0]);
  const moved = lstatSync(cluster, { throwIfNoEntry: false })?.isSymbolicLink();
  return homeIn(moved ? dirname(readlinkSync(cluster)) : dataDir);
}

/** For root in a place that no one else can enter: keeps the files elsewhere, with links to them in the data folder. */
export function moveHome(dataDir: string): Home {
  if (existsSync(homeOf(dataDir).cluster)) {
    throw new Error(
      `The cluster in ${dataDir} was made where its folder could be entered; move it there again`,
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
