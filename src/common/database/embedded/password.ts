import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Home } from './home.js';

/** Created once, and kept beside the cluster, readable by its owner only. */
export function ensurePassword({ cluster, password: file }: Home): string {
  const kept = readPassword(file);
  if (kept) return kept;
  if (existsSync(cluster)) {
    throw new Error(
      `${file} is missing, and ${cluster} cannot be opened without it; bring it back from a backup`,
    );
  }

  const password = randomBytes(24).toString('base64url');
  writeFileSync(file, `${password}\n`, { mode: 0o600, flush: true });
  return password;
}

export function readPassword(file: string): string {
  if (!existsSync(file)) return '';
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8').trim();
}
