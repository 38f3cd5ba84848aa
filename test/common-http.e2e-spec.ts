import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShop, type TestShop } from './support/shop.js';

describe('the HTTP edge', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.close());

  it('says that it lives and is ready', async () => {
    expect((await shop.http.get('/health/live')).body).toEqual({ status: 'ok' });
    expect((await shop.http.get('/health/ready')).body).toEqual({ status: 'ok' });
  });

  it('gives its figures in the Prometheus format, by route pattern', async () => {
    await shop.http.get('/health/live');
    expect((await shop.http.get('/metrics')).text).toContain('route="/health/live",status="200"');
  });

  it('answers an unknown path with a problem', async () => {
    const { status, body } = await shop.http.get('/nothing-here');
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'not_found', status: 404, instance: '/api/v1/nothing-here' });
  });
});
