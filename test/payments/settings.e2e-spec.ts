import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../../src/common/config/settings.js';
import { TestProviderConfig } from '../../src/payments/providers/test/test-provider.config.js';
import { aKey, anOrder } from '../support/builders/orders.js';
import { openShop } from '../support/shop.js';

const SECRET = 'Zt4Qw8Er2Ty6Ui0Op3As7Df1Gh5Jk9Lx';

describe('The test provider', () => {
  afterEach(() => vi.unstubAllEnvs());

  const configWith = (settings: Record<string, string>): TestProviderConfig => {
    const all = { NODE_ENV: 'production', TEST_PROVIDER_WEBHOOK_SECRET: '', ...settings };
    for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
    return loadConfig(TestProviderConfig);
  };

  it('is on while a shop is built, and off in production', () => {
    expect(configWith({ NODE_ENV: 'development' }).isEnabled).toBe(true);
    expect(configWith({}).isEnabled).toBe(false);
  });

  it('is on in production when it is asked for by name, with a secret of its own', () => {
    const config = configWith({ PAYMENTS_TEST_PROVIDER: 'on', TEST_PROVIDER_WEBHOOK_SECRET: SECRET });
    expect([config.isEnabled, config.webhookSecrets]).toEqual([true, [SECRET]]);
  });

  it.each([
    [{ PAYMENTS_TEST_PROVIDER: 'on' }, 'TEST_PROVIDER_WEBHOOK_SECRET'],
    [{ PAYMENTS_TEST_PROVIDER: 'on', TEST_PROVIDER_WEBHOOK_SECRET: 'short' }, 'TEST_PROVIDER_WEBHOOK_SECRET'],
    [{ NODE_ENV: 'development', TEST_PROVIDER_WEBHOOK_SECRET: 'short' }, 'TEST_PROVIDER_WEBHOOK_SECRET'],
    [{ TEST_PROVIDER_WEBHOOK_SECRET_PREVIOUS: 'short' }, 'TEST_PROVIDER_WEBHOOK_SECRET_PREVIOUS'],
    [{ PAYMENTS_TEST_PROVIDER: 'perhaps' }, 'PAYMENTS_TEST_PROVIDER'],
    [{ TEST_PROVIDER_DELAY_MS: '-1' }, 'TEST_PROVIDER_DELAY_MS'],
    [{ TEST_PROVIDER_WEBHOOK_URL: 'file:///etc/passwd' }, 'TEST_PROVIDER_WEBHOOK_URL'],
  ])('does not start with %j', (settings, variable) => {
    expect(() => configWith(settings as Record<string, string>)).toThrow(variable);
  });

  it('makes a secret for itself outside production', () => {
    const config = configWith({ NODE_ENV: 'development' });
    expect(config.webhookSecret).toMatch(/^[\w-]{43}$/);
    expect(configWith({ NODE_ENV: 'development' }).webhookSecret).not.toBe(config.webhookSecret);
  });

  it('is unknown to a shop that has it off', async () => {
    const shop = await openShop({ env: { PAYMENTS_TEST_PROVIDER: 'off' } });
    try {
      const order = await anOrder(shop);
      const options = { ...order.proof, idempotencyKey: aKey() };
      const paid = await shop.http.post(`/orders/${order.id}/payments`, { provider: 'test' }, options);
      expect([paid.status, paid.body.code]).toEqual([422, 'provider_not_found']);
      expect((await shop.http.post('/webhooks/test', {})).status).toBe(404);
    } finally {
      await shop.close();
    }
  });
});
