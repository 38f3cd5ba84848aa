import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import '../../src/app.module.js';
import { checkConfiguration } from '../../src/common/config/settings.js';

const random = (): string => randomBytes(32).toString('base64url');
const pem = (curve: string): string =>
  generateKeyPairSync('ec', { namedCurve: curve })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();

const SHARED = random();
const PRODUCTION: Readonly<Record<string, string>> = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://shop:pw@db.internal:5432/shop',
  APP_SECRET: random(),
  AUTH_REFRESH_SECRET: random(),
  AUTH_SIGNING_KEY: pem('P-256'),
  RATE_LIMITS: '',
};

const BAD: readonly [variable: string, value: string][] = [
  ['NODE_ENV', 'staging'],
  ['LOG_LEVEL', 'loud'],
  ['DEMO', 'perhaps'],
  ['DEMO', '1'],
  ['DATABASE_URL', 'mysql://a/b'],
  ['DATABASE_URL', 'db.internal'],
  ['DATABASE_DIRECT_URL', 'nonsense'],
  ['DATABASE_POOL_SIZE', '0'],
  ['DATABASE_POOL_SIZE', '1000000'],
  ['DATABASE_POOL_SIZE', 'many'],
  ['DATABASE_POOL_WAIT_MS', '1'],
  ['WORKER', 'sometimes'],
  ['WORKER_CONCURRENCY', '0'],
  ['WORKER_POLL_MS', '1'],
  ['PORT', '70000'],
  ['PORT', 'http'],
  ['PUBLIC_URL', 'shop'],
  ['PUBLIC_URL', 'javascript:alert(1)'],
  ['TRUSTED_PROXIES', 'true'],
  ['TRUSTED_PROXIES', '*'],
  ['TRUSTED_PROXIES', 'proxy.internal'],
  ['CORS_ORIGINS', '*'],
  ['CORS_ORIGINS', 'https://*.shop.example'],
  ['CORS_ORIGINS', 'shop.example'],
  ['CORS_ORIGINS', 'https://shop.example/path'],
  ['TLS_CERT_FILE', ''],
  ['APP_SECRET', ''],
  ['APP_SECRET', 'short'],
  ['APP_SECRET', 'x'.repeat(64)],
  ['APP_SECRET', `change-me-${'7'.repeat(40)}`],
  ['APP_SECRET', SHARED],
  ['AUTH_REFRESH_SECRET', ''],
  ['AUTH_REFRESH_SECRET', 'secret'],
  ['AUTH_SIGNING_KEY', ''],
  ['AUTH_SIGNING_KEY', random()],
  ['AUTH_SIGNING_KEY', pem('P-384')],
  ['AUTH_PASSWORD_MIN_LENGTH', '4'],
  ['AUTH_HASH_MEMORY_KIB', '1024'],
  ['AUTH_HASH_PASSES', '0'],
  ['RATE_LIMITS', 'off'],
  ['SHOP_CURRENCY', 'usd'],
  ['SHOP_CURRENCY', 'XXX'],
  ['SHOP_CURRENCY', 'dollars'],
];

/** Faults that lie in two settings together. */
const COMPANIONS: Readonly<Record<string, Record<string, string>>> = {
  'TLS_CERT_FILE=': { TLS_KEY_FILE: '/tls/key.pem' },
  [`APP_SECRET=${SHARED}`]: { AUTH_REFRESH_SECRET: SHARED },
};

describe('the configuration of production', () => {
  afterEach(() => vi.unstubAllEnvs());
  const faultsWith = (changes: Record<string, string>): string => {
    for (const [name, value] of Object.entries({ ...PRODUCTION, ...changes })) vi.stubEnv(name, value);
    try {
      checkConfiguration();
      return '';
    } catch (error) {
      return String(error);
    }
  };

  it('is accepted when it is whole', () => {
    expect(faultsWith({})).toBe('');
  });

  it.each(BAD)('is refused with %s=%s', (variable, value) => {
    const faults = faultsWith({ ...COMPANIONS[`${variable}=${value}`], [variable]: value });
    expect(faults).toMatch(
      new RegExp(`fault\\(s\\):[^]*${value === SHARED ? '(APP_SECRET|AUTH_REFRESH_SECRET)' : variable}`),
    );
    if (value.length > 30) expect(faults).not.toContain(value);
  });
});
