import { execFile } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { BUNDLE_PACKAGE, bundledPrograms } from './bundle.js';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  readonly version: string;
  readonly bundle?: string;
}

/** No PostgreSQL can be started here; the message says what to do. */
export class NoPostgres extends Error {
  override readonly name = 'NoPostgres';

  constructor(reasons: readonly string[]) {
    const what = `No PostgreSQL could be started on ${process.platform}-${process.arch}:`;
    const remedy = 'Run `docker compose up`, or set DATABASE_URL to a server of PostgreSQL 15 or later.';
    super([what, ...reasons.map((reason) => `  - ${reason}`), remedy].join('\n'));
  }
}

const WINDOWS = process.platform === 'win32';
const DEBIAN = '/usr/lib/postgresql';
const OLDEST_MAJOR = 15;
const execute = promisify(execFile);

/** Finds the PostgreSQL that npm installed, or else one of the system. */
export async function findBinaries(bundle = bundledPrograms): Promise<Binaries> {
  const reasons: string[] = [];
  const bundled = await bundle().then(
    (directory) => inspect(directory, reasons),
    (error: Error) => void reasons.push(`${BUNDLE_PACKAGE}: ${error.message.split('\n')[0]}`),
  );
  if (bundled) return { ...bundled, bundle: resolve(dirname(bundled.initdb), '..') };

  for (const directory of await systemDirectories()) {
    const found = await inspect(directory, reasons);
    if (found) return found;
  }

  reasons.push(`no usable initdb and pg_ctl on PATH or in ${DEBIAN}`);
  throw new NoPostgres(reasons);
}

export function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

export function programsIn(directory: string) {
  const program = (name: string) => join(directory, WINDOWS ? `${name}.exe` : name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

async function systemDirectories(): Promise<string[]> {
  const lookup: [string, string[]] = WINDOWS
    ? ['where', ['initdb']]
    : ['/bin/sh', ['-c', 'command -v initdb']];
  const onPath = await execute(...lookup).then(
    ({ stdout }) =>
      stdout
        .trim()
        .split(/\r?\n/)
        .map((file) => dirname(realpathSync(file))),
    () => [],
  );
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  return [...onPath, ...versions.map((version) => join(DEBIAN, version, 'bin'))];
}

async function inspect(directory: string, reasons: string[]): Promise<Binaries | undefined> {
  const programs = programsIn(directory);
  if (!existsSync(programs.initdb) || !existsSync(programs.pgCtl)) return undefined;

  try {
    const { stdout } = await execute(programs.postgres, ['--version'], { timeout: 10_000 });
    const version = /\d+(\.\d+)?/.exec(stdout)?.[0] ?? '0';
    if (majorOf(version) >= OLDEST_MAJOR) return { ...programs, version };
    reasons.push(`${programs.postgres}: version ${version} is older than ${OLDEST_MAJOR}`);
  } catch (error) {
    // Happens with another C library than the bundle's, as on Alpine.
    reasons.push(`${programs.postgres} does not run here: ${(error as Error).message.trim()}`);
  }
  return undefined;
}
