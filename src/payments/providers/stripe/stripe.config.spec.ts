import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../../../common/config/settings.js';
import { StripeConfig } from './stripe.config.js';

const TEST = {
  NODE_ENV: 'development',
  STRIPE_SECRET_KEY: 'sk_test_0123456789abcdef',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_0123456789abcdef',
  STRIPE_WEBHOOK_SECRETS: 'whsec_0123456789abcdef0123',
};
const LIVE = {
  ...TEST,
  NODE_ENV: 'production',
  STRIPE_SECRET_KEY: 'rk_live_0123456789abcdef',
  STRIPE_PUBLISHABLE_KEY: 'pk_live_0123456789abcdef',
};

const load = (env: Readonly<Record<string, string>>): StripeConfig => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return loadConfig(StripeConfig);
};

beforeEach(() => {
  const unset = [...Object.keys(TEST), 'STRIPE_MODE', 'STRIPE_API_BASE', 'STRIPE_API_BASE_IN_PRODUCTION'];
  for (const name of unset) vi.stubEnv(name, undefined);
});

afterEach(() => vi.unstubAllEnvs());

describe('The settings of Stripe', () => {
  it('turn it off without a key', () => {
    expect(load({}).isEnabled).toBe(false);
  });

  it('take test keys while developing, and live keys in production', () => {
    expect(load(TEST)).toMatchObject({ isEnabled: true, isLive: false });
    expect(load(LIVE)).toMatchObject({ isEnabled: true, isLive: true });
  });

  it('take the other mode when it is named', () => {
    expect(load({ ...TEST, NODE_ENV: 'production', STRIPE_MODE: 'test' }).isLive).toBe(false);
    expect(load({ ...LIVE, NODE_ENV: 'development', STRIPE_MODE: 'live' }).isLive).toBe(true);
  });

  it('take several secrets', () => {
    const secrets = 'whsec_0123456789abcdef0123, whsec_abcdef0123456789abcd';
    expect(load({ ...TEST, STRIPE_WEBHOOK_SECRETS: secrets }).webhookSecrets).toHaveLength(2);
  });

  it.each([
    ['http://127.0.0.1:4400', {}],
    ['http://localhost:4400', {}],
    ['https://stripe.example', {}],
    ['http://127.0.0.1:4400', { ...LIVE, STRIPE_API_BASE_IN_PRODUCTION: 'on' }],
  ])('take another address: %s', (STRIPE_API_BASE, env) => {
    expect(load({ ...TEST, ...env, STRIPE_API_BASE }).apiBase).toBe(STRIPE_API_BASE);
  });

  it.each([
    ['a test key in production', { NODE_ENV: 'production' }, /STRIPE_SECRET_KEY/],
    ['a live key elsewhere', { ...LIVE, NODE_ENV: 'test' }, /STRIPE_SECRET_KEY/],
    ['a key of the other mode than is named', { STRIPE_MODE: 'live' }, /STRIPE_SECRET_KEY/],
    [
      'a public key as the secret one',
      { STRIPE_SECRET_KEY: 'pk_test_0123456789abcdef' },
      /STRIPE_SECRET_KEY/,
    ],
    ['no public key', { STRIPE_PUBLISHABLE_KEY: '' }, /STRIPE_PUBLISHABLE_KEY/],
    [
      'a public key of the other mode',
      { STRIPE_PUBLISHABLE_KEY: LIVE.STRIPE_PUBLISHABLE_KEY },
      /PUBLISHABLE/,
    ],
    ['the secret key as the public one', { STRIPE_PUBLISHABLE_KEY: TEST.STRIPE_SECRET_KEY }, /PUBLISHABLE/],
    ['no webhook secret', { STRIPE_WEBHOOK_SECRETS: '' }, /STRIPE_WEBHOOK_SECRETS/],
    ['a placeholder as a webhook secret', { STRIPE_WEBHOOK_SECRETS: 'whsec_...' }, /STRIPE_WEBHOOK_SECRETS/],
    ['plain http elsewhere', { STRIPE_API_BASE: 'http://stripe.example' }, /STRIPE_API_BASE/],
    ['an address with a path', { STRIPE_API_BASE: 'https://stripe.example/v1' }, /STRIPE_API_BASE/],
    [
      'another address in production',
      { ...LIVE, STRIPE_API_BASE: 'http://127.0.0.1:4400' },
      /STRIPE_API_BASE/,
    ],
    [
      'another machine in production, even when it is meant',
      { ...LIVE, STRIPE_API_BASE: 'https://stripe.example', STRIPE_API_BASE_IN_PRODUCTION: 'on' },
      /STRIPE_API_BASE/,
    ],
  ])('refuse %s, and do not show it', (_, changes, told) => {
    const env = { ...TEST, ...changes };
    let message = '';
    try {
      load(env);
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(told);
    expect(message).not.toContain('0123456789abcdef');
  });
});
