import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv4 } from '../../src/common/database/ids.js';
import { openShop, type TestShop } from '../support/shop.js';

describe('the limits by client address', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop({
      worker: false,
      env: { RATE_LIMITS: 'on', RATE_LIMIT_READS_PER_MINUTE: '60', RATE_LIMIT_WRITES_PER_MINUTE: '60' },
    });
  });
  afterAll(() => shop.close());

  it('tell what is left, and refuse with the time to wait', async () => {
    const first = await shop.http.get('/products');
    expect(first.headers).toMatchObject({ 'ratelimit-limit': '60', 'ratelimit-remaining': '59' });
    for (let call = 2; call <= 60; call += 1) expect((await shop.http.get('/products')).status).toBe(200);
    const refused = await shop.http.get('/products');
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.headers['ratelimit-remaining']).toBe('0');
  });

  it('count writing apart from reading', async () => {
    const { status, headers } = await shop.http.patch(`/carts/${uuidv4()}`, {});
    expect([status, headers['ratelimit-remaining']]).toEqual([404, '59']);
  });

  it('leave webhooks a wide limit of their own', async () => {
    const { headers } = await shop.http.post('/webhooks/test', {});
    expect(headers['ratelimit-limit']).toBe('30000');
  });
});
