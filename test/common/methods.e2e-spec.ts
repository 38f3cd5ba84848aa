import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let url: string;
beforeAll(async () => {
  shop = await openShop({ worker: false, env: { CORS_ORIGINS: 'https://shop.example' } });
  url = await shop.listen();
});
afterAll(() => shop.close());

const ask = (method: string, path: string, headers: Record<string, string> = {}) =>
  shop.app.inject({ method: method as 'GET', url: path, headers });

/** Over a connection: methods that the injected client does not know. */
const statusOf = (method: string, path: string): Promise<[number, string | undefined]> =>
  new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method, agent: false }, (answer) => {
      answer.resume().on('end', () => resolve([answer.statusCode ?? 0, answer.headers.allow]));
    });
    sent.on('error', reject).end();
  });

describe('A known path', () => {
  it.each([
    ['DELETE', '/api/v1/carts', 'POST, OPTIONS'],
    ['GET', '/api/v1/orders/0b2e7b66-4c1f-7a31-9b5e-2f6a4b5c6d7e/cancellation', 'POST, OPTIONS'],
    ['PUT', '/api/v1/auth/login', 'POST, OPTIONS'],
    ['PATCH', '/api/v1/carts/current', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/api/v1/products/suggestions', 'GET, HEAD, OPTIONS'],
    ['POST', '/health/live', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/api/v1/%63arts?x=/', 'POST, OPTIONS'],
  ])('answers %s %s with its methods', async (method, path, allow) => {
    const answer = await ask(method, path);
    expect(answer.statusCode).toBe(405);
    expect(answer.json()).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['allow']).toBe(allow);
  });

  it.each(['PROPFIND', 'TRACE', 'LOCK'])('answers %s with its methods', async (method) => {
    expect(await statusOf(method, '/api/v1/carts')).toEqual([405, 'POST, OPTIONS']);
  });

  it('tells its methods to OPTIONS, with the protection of every other answer', async () => {
    const answer = await ask('OPTIONS', '/api/v1/products');
    expect([answer.statusCode, answer.payload]).toEqual([204, '']);
    expect(answer.headers['allow']!.split(', ').sort()).toEqual(['GET', 'HEAD', 'OPTIONS', 'POST']);
    expect(answer.headers['x-request-id']).toBeDefined();
  });

  it('leaves preflights to CORS', async () => {
    const preflight = { origin: 'https://shop.example', 'access-control-request-method': 'POST' };
    const answer = await ask('OPTIONS', '/api/v1/carts', preflight);
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['access-control-allow-origin']).toBe('https://shop.example');
  });

  it.each([
    ['GET', '/api/v1/products/?limit=2&q=a', '/api/v1/products?limit=2&q=a'],
    ['POST', '/api/v1/carts/', '/api/v1/carts'],
    ['GET', '/health/live/', '/health/live'],
    ['GET', '/api/v1/products/a-slug/', '/api/v1/products/a-slug'],
  ])('is where %s %s leads, by 308', async (method, path, location) => {
    const answer = await ask(method, path);
    expect([answer.statusCode, answer.headers['location']]).toEqual([308, location]);
  });
});

describe('A known path of a shop that lets no other origin in', () => {
  let closed: TestShop;
  beforeAll(async () => {
    closed = await openShop({ worker: false, env: { CORS_ORIGINS: '' } });
  });
  afterAll(() => closed.close());

  it.each(['/openapi.json', '/docs', '/metrics', '/media/a.jpg', '/health/live', '/api/v1/products/a-slug'])(
    'tells the methods of %s to a preflight, which it does not grant',
    async (url) => {
      const headers = { origin: 'https://shop.example', 'access-control-request-method': 'GET' };
      const answer = await closed.app.inject({ method: 'OPTIONS', url, headers });
      expect(answer.statusCode).toBe(204);
      expect(answer.headers['allow']!.split(', ')).toEqual(
        expect.arrayContaining(['GET', 'HEAD', 'OPTIONS']),
      );
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    },
  );
});

describe('An unknown path', () => {
  it.each([
    ['GET', '/api/v1/nothing'],
    ['GET', '/api/v1/nothing/'],
    ['OPTIONS', '/api/v1/nothing'],
    ['GET', '//evil.example/'],
    ['GET', '//api/v1/products/'],
    ['GET', '/api/v1/products//'],
    ['GET', '/api/v1/%E0%A4%A/'],
  ])('is 404 for %s %s', async (method, path) => {
    const answer = await ask(method, path);
    expect([answer.statusCode === 404 || answer.statusCode === 400, answer.headers['location']]).toEqual([
      true,
      undefined,
    ]);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });
});
