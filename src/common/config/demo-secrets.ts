import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { provideEnvironment } from './settings.js';

export interface NeededSecret {
  readonly variable: string;
  /** `random`: 32 bytes in base64url. `es256`: an EC P-256 private key as PEM. */
  readonly kind: 'random' | 'es256';
}

/** Production must provide them; a demo shop creates its own. */
export const NEEDED_SECRETS: readonly NeededSecret[] = [
  { variable: 'APP_SECRET', kind: 'random' },
  { variable: 'AUTH_REFRESH_SECRET', kind: 'random' },
  { variable: 'AUTH_SIGNING_KEY', kind: 'es256' },
  { variable: 'TEST_PROVIDER_WEBHOOK_SECRET', kind: 'random' },
];

const MAKE: Readonly<Record<NeededSecret['kind'], () => string>> = {
  random: () => randomBytes(32).toString('base64url'),
  es256: () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
};

/** Sets missing secrets from `<dataDir>/secrets/`, created once, so that sessions survive a restart. */
export function ensureDemoSecrets(dataDir: string, secrets: readonly NeededSecret[] = NEEDED_SECRETS): void {
  const folder = join(dataDir, 'secrets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const open = secrets.filter(({ variable }) => !isGiven(variable));
  provideEnvironment(Object.fromEntries(open.map((secret) => [secret.variable, kept(folder, secret)])));
}

/**
 * Creates production's secrets as files, one per variable, and returns their names. If the URL has no
 * password, one is created; the database folder gets only that. Existing files stay.
 */
export function createSecrets(
  folder: string,
  databaseUrl?: string,
  databaseFolder?: string,
): readonly string[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const secret of NEEDED_SECRETS) kept(folder, secret);
  const names = NEEDED_SECRETS.map(({ variable }) => variable);
  if (databaseUrl === undefined) return names;

  const url = new URL(databaseUrl);
  url.password = kept(folder, { variable: 'DATABASE_PASSWORD', kind: 'random' });
  if (databaseFolder !== undefined) {
    mkdirSync(databaseFolder, { recursive: true, mode: 0o700 });
    writeFileSync(join(databaseFolder, 'DATABASE_PASSWORD'), url.password, { mode: 0o600 });
  }
  writeFileSync(join(folder, 'DATABASE_URL'), url.href, { mode: 0o600 });
  return [...names, 'DATABASE_PASSWORD', 'DATABASE_URL'];
}

const isGiven = (variable: string): boolean =>
  Boolean(process.env[variable]) || process.env[`${variable}_FILE`] !== undefined;

function kept(folder: string, { variable, kind }: NeededSecret): string {
  const file = join(folder, variable);
  const draft = `${file}.${process.pid}`;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  // Draft, then rename: no partial secret after a crash, and of two processes the first one wins.
  writeFileSync(draft, MAKE[kind](), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8').trim();
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
