import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSecrets, ensureDemoSecrets, NEEDED_SECRETS } from './demo-secrets.js';

const SECRETS = [
  { variable: 'SPEC_TOKEN_KEY', kind: 'random' },
  { variable: 'SPEC_SIGNING_KEY', kind: 'es256' },
] as const;

const forget = (): void => {
  for (const { variable } of SECRETS) {
    delete process.env[variable];
    delete process.env[`${variable}_FILE`];
  }
};

describe('the secrets of a shop for trying out', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'cartwright-secrets-'));
  });
  afterEach(() => {
    forget();
    rmSync(dataDir, { recursive: true });
  });

  it('are made once and stay', () => {
    ensureDemoSecrets(dataDir, SECRETS);
    const made = SECRETS.map(({ variable }) => process.env[variable]);
    expect(Buffer.from(made[0]!, 'base64url')).toHaveLength(32);
    expect(createPrivateKey(made[1]!).asymmetricKeyDetails?.namedCurve).toBe('prime256v1');

    forget();
    ensureDemoSecrets(dataDir, SECRETS);
    expect(SECRETS.map(({ variable }) => process.env[variable])).toEqual(made);
  });

  it('are readable by their owner alone, and leave nothing beside them', () => {
    ensureDemoSecrets(dataDir, SECRETS);
    const folder = join(dataDir, 'secrets');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).sort()).toEqual(['SPEC_SIGNING_KEY', 'SPEC_TOKEN_KEY']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('leave alone what the environment gives, also by file', () => {
    process.env['SPEC_TOKEN_KEY'] = 'given';
    process.env['SPEC_SIGNING_KEY_FILE'] = '/run/secrets/signing-key';
    ensureDemoSecrets(dataDir, SECRETS);
    expect(process.env['SPEC_TOKEN_KEY']).toBe('given');
    expect(process.env['SPEC_SIGNING_KEY']).toBeUndefined();
    expect(readdirSync(join(dataDir, 'secrets'))).toEqual([]);
  });
});

describe('the secrets of a production shop', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cartwright-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (name: string) => readFileSync(join(folder, name), 'utf8');

  it('are a file for each variable, readable by its owner alone', () => {
    const names = createSecrets(folder);
    expect(names).toEqual(NEEDED_SECRETS.map(({ variable }) => variable));
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
    for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('give a database its password in a folder of its own, and nothing else', () => {
    const own = join(folder, 'database');
    for (const _ of ['made', 'kept']) createSecrets(folder, 'postgres://shop@postgres:5432/shop', own);
    expect(readdirSync(own)).toEqual(['DATABASE_PASSWORD']);
    expect(read('database/DATABASE_PASSWORD')).toBe(read('DATABASE_PASSWORD'));
    expect(statSync(join(own, 'DATABASE_PASSWORD')).mode & 0o777).toBe(0o600);
  });

  it('give a database a password, once, and its URL with it', () => {
    createSecrets(folder, 'postgres://shop@postgres:5432/shop');
    const password = read('DATABASE_PASSWORD');
    const signingKey = read('AUTH_SIGNING_KEY');
    expect(read('DATABASE_URL')).toBe(`postgres://shop:${password}@postgres:5432/shop`);
    expect(statSync(join(folder, 'DATABASE_URL')).mode & 0o777).toBe(0o600);

    createSecrets(folder, 'postgres://shop@elsewhere:5432/shop');
    expect(read('DATABASE_URL')).toBe(`postgres://shop:${password}@elsewhere:5432/shop`);
    expect(read('AUTH_SIGNING_KEY')).toBe(signingKey);
  });
});
