import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { BODIES, BYTES, TEXTS } from './hostile-inputs.js';

/** Inputs that have broken others. */
export interface Hostile {
  readonly texts: readonly string[];
  /** Whole bodies: JSON that is barely right, or barely wrong. */
  readonly bodies: readonly Buffer[];
}

/** What is built in and, where a folder of `hostile/` collections is given, all that they hold. */
export function hostileInput(dataFolder?: string): Hostile {
  const folder = dataFolder === undefined ? undefined : join(dataFolder, 'hostile');
  const more = folder !== undefined && existsSync(folder) ? collectionsIn(folder) : { texts: [], bodies: [] };
  return { texts: [...TEXTS, ...more.texts], bodies: [...BODIES, ...BYTES, ...more.bodies] };
}

function collectionsIn(folder: string): Hostile {
  const naughty = JSON.parse(readFileSync(join(folder, 'blns.json'), 'utf8')) as string[];
  const fuzzdb = readdirSync(join(folder, 'fuzzdb')).flatMap((name) =>
    readFileSync(join(folder, 'fuzzdb', name), 'utf8').split(/\r?\n/),
  );
  const suite = gunzipSync(readFileSync(join(folder, 'json-test-suite.jsonl.gz')));
  const bodies = suite
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => Buffer.from((JSON.parse(line) as { bytes_base64: string }).bytes_base64, 'base64'));
  return { texts: [...naughty, ...fuzzdb].filter(Boolean), bodies };
}
