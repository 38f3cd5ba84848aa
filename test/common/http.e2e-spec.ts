import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShop, type TestShop } from '../support/shop.js';

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

  it.each(['null', '[]', '"x"', '1', 'true'])(
    'takes %s for no body, also where none is needed',
    async (body) => {
      const refused = await shop.http.post('/carts', body);
      expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
      expect((await shop.http.post('/carts')).status).toBe(201);
    },
  );

  it.each([
    ['{"a":/**/1}', 400, 'malformed_body'],
    ['x'.repeat(1024 * 1024 + 1), 413, 'body_too_large'],
  ])('answers a bad body with a problem where it asks for none', async (payload, status, code) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await shop.app.inject({ method: 'POST', url: '/api/v1/auth/logout', headers, payload });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({ status, code });
  });
});
