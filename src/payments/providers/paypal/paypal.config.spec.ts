import { afterEach, describe, expect, it, vi } from 'vitest';
import { InvalidConfiguration, loadConfig } from '../../../common/config/settings.js';
import { PaypalConfig } from './paypal.config.js';

const ON = {
  PAYPAL_CLIENT_ID: 'client',
  PAYPAL_CLIENT_SECRET: 'not-to-be-shown',
  PAYPAL_WEBHOOK_ID: '8PT597110X687430L',
  PAYPAL_RETURN_URL: 'https://storefront.example/paid',
};

function load(settings: Readonly<Record<string, string>>): PaypalConfig {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  return loadConfig(PaypalConfig);
}

function faultsOf(settings: Readonly<Record<string, string>>): readonly string[] {
  try {
    load(settings);
    return [];
  } catch (error) {
    return (error as InvalidConfiguration).faults;
  }
}

afterEach(() => void vi.unstubAllEnvs());

describe('The settings of PayPal', () => {
  it('leave it off when there are none', () => {
    expect(load({}).isEnabled).toBe(false);
  });

  it.each(['PAYPAL_CLIENT_ID', 'PAYPAL_CLIENT_SECRET', 'PAYPAL_WEBHOOK_ID', 'PAYPAL_RETURN_URL'])(
    'are refused without %s, and show no secret',
    (name) => {
      const faults = faultsOf({ ...ON, [name]: '' });
      expect(faults.join()).toContain(name);
      expect(faults.join()).not.toContain('not-to-be-shown');
    },
  );

  it('speak to the sandbox, and in production to PayPal itself', () => {
    expect(load(ON).apiBase).toBe('https://api-m.sandbox.paypal.com');
    const live = load({ ...ON, NODE_ENV: 'production' });
    expect(live.apiBase).toBe('https://api-m.paypal.com');
    expect(live.certificateOrigins).toEqual(['https://api.paypal.com']);
  });

  const PRODUCTION = { ...ON, NODE_ENV: 'production' };
  it.each([
    ['the sandbox in production', { ...PRODUCTION, PAYPAL_ENVIRONMENT: 'sandbox' }],
    ['real money elsewhere', { ...ON, PAYPAL_ENVIRONMENT: 'live' }],
    ['another server in production', { ...PRODUCTION, PAYPAL_API_BASE: 'http://127.0.0.1:9999' }],
  ])('refuse %s unless it is on purpose', (_, settings) => {
    expect(faultsOf(settings)).toHaveLength(1);
    expect(faultsOf({ ...settings, PAYPAL_ON_PURPOSE: 'on' })).toEqual([]);
  });

  it('refuse a server that is not on loopback in production, and the simulator, whatever the purpose', () => {
    const purpose = { ...PRODUCTION, PAYPAL_ON_PURPOSE: 'on' };
    expect(faultsOf({ ...purpose, PAYPAL_API_BASE: 'https://paypal.example' })).toHaveLength(1);
    expect(faultsOf({ ...purpose, PAYPAL_API_BASE: 'http://127.0.0.1.evil.example' })).toHaveLength(1);
    vi.unstubAllEnvs();
    expect(faultsOf({ ...purpose, PAYPAL_WEBHOOK_ID: 'WEBHOOK_ID' })).toHaveLength(1);
  });
});
