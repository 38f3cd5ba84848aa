import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { programsIn, type Binaries } from './binaries.js';

const CACHE = '/var/cache/cartwright';

/** For root in a checkout closed to all others: copies the programs to where every user can run them. */
export function publicCopyOf(binaries: Binaries): Binaries {
  if (!binaries.bundle) return binaries;

  const copy = join(CACHE, `postgresql-${binaries.version}`);
  if (!existsSync(copy)) makeCopy(binaries.bundle, copy);
  requireOnlyRootWrites(copy);
  return { ...binaries, ...programsIn(join(copy, 'bin')), bundle: copy };
}

function makeCopy(bundle: string, copy: string): void {
  mkdirSync(CACHE, { recursive: true });
  chmodSync(CACHE, 0o755);
  // The final name is set last, so that a partial copy never runs.
  const unfinished = `${copy}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(bundle, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
    rmSync(unfinished, { recursive: true });
  }
}

function requireOnlyRootWrites(copy: string): void {
  const { uid, mode } = lstatSync(copy);
  if (uid !== 0 || (mode & 0o022) !== 0) {
    throw new Error(`${copy} can be changed by other users; remove it and start again`);
  }
}
