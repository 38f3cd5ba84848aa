import { NoPostgres, type Binaries } from './binaries.js';
import { homeOf, moveHome, type Home } from './home.js';
import { canWork, identitiesFor, isRoot, nobody } from './identities.js';
import { publicCopyOf } from './public-copy.js';
import type { Identity } from './run.js';

export interface Placement {
  readonly binaries: Binaries;
  readonly identity: Identity;
  readonly home: Home;
}

/** PostgreSQL refuses to run as root, so root tries other users: the smallest change first. */
export async function choosePlacement(binaries: Binaries, dataDir: string): Promise<Placement> {
  const home = homeOf(dataDir);
  for (const identity of identitiesFor(home.cluster, home.folder)) {
    if (await canWork(identity, binaries, home.folder)) return { binaries, identity, home };
  }
  if (isRoot()) return placeElsewhere(binaries, dataDir, home);

  const user = process.getuid?.();
  throw new NoPostgres([`user ${user} has no name on this machine, or may not run ${binaries.postgres}`]);
}

async function placeElsewhere(binaries: Binaries, dataDir: string, home: Home): Promise<Placement> {
  const copy = publicCopyOf(binaries);
  if (await canWork(nobody, copy, home.folder)) return { binaries: copy, identity: nobody, home };

  const moved = moveHome(dataDir);
  if (await canWork(nobody, copy, moved.folder)) return { binaries: copy, identity: nobody, home: moved };

  throw new NoPostgres([`root may not run PostgreSQL, and user nobody cannot work in ${moved.folder}`]);
}
