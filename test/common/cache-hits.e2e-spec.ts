import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PublicCacheInterceptor } from '../../src/common/cache/public-cache.interceptor.js';
import { aProduct } from '../support/builders/products.js';
import { openShop, type TestShop } from '../support/shop.js';

const READS_PER_MINUTE = 60;

describe('What the cache holds', () => {
  let shop: TestShop;
  let path: string;

  beforeAll(async () => {
    shop = await openShop({
      worker: false,
      env: {
        RATE_LIMITS: 'on',
        RATE_LIMIT_READS_PER_MINUTE: String(READS_PER_MINUTE),
        TRUSTED_PROXIES: 'loopback',
        CORS_ORIGINS: 'https://front.example',
      },
    });
    await shop.listen();
    path = `/products/${(await aProduct(shop)).slug}`;
    // The first asker makes the answer that all below are given.
    await shop.network.get(path, { headers: { 'x-forwarded-for': '198.51.100.1' } });
  });
  afterAll(() => shop.close());

  const get = (client: string, headers: Readonly<Record<string, string>> = {}) =>
    shop.network.get(path, { headers: { 'x-forwarded-for': client, ...headers } });

  it('is counted by the address that a trusted proxy tells, as all else is', async () => {
    const first = await get('198.51.100.7');
    expect(first.headers).toMatchObject({
      'cache-status': 'cartwright; hit',
      'ratelimit-limit': String(READS_PER_MINUTE),
      'ratelimit-remaining': String(READS_PER_MINUTE - 1),
    });
    await shop.network.get('/categories', { headers: { 'x-forwarded-for': '198.51.100.7' } });
    const third = await get('198.51.100.7');
    expect(third.headers['ratelimit-remaining']).toBe(String(READS_PER_MINUTE - 3));
    const other = await get('198.51.100.8');
    expect(other.headers['ratelimit-remaining']).toBe(String(READS_PER_MINUTE - 1));
  });

  it('is refused beyond the limit, for that client alone', async () => {
    const statuses = await Promise.all(
      Array.from({ length: READS_PER_MINUTE + 5 }, async () => (await get('198.51.100.9')).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(READS_PER_MINUTE);
    const refused = await get('198.51.100.9');
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    expect((await get('198.51.100.10')).status).toBe(200);
  });

  it('is measured under its route', async () => {
    const count = async (status: number): Promise<number> => {
      const { text } = await shop.network.get('/metrics', { headers: { 'x-forwarded-for': '203.0.113.1' } });
      const labels = `method="GET",route="/api/v1/products/:id",status="${status}"`;
      return Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`http_request_duration_seconds_count{${labels}}`))
          ?.split(' ')[1] ?? 0,
      );
    };
    const [full, fresh] = [await count(200), await count(304)];
    const { headers } = await get('203.0.113.2');
    await get('203.0.113.2', { 'if-none-match': headers['etag']! });
    expect([await count(200), await count(304)]).toEqual([full + 1, fresh + 1]);
  });

  it('is given to HEAD without its body, at the door as well', async () => {
    const wholeWay = vi.spyOn(PublicCacheInterceptor.prototype, 'intercept');
    const url = `${await shop.listen()}/api/v1${path}`;
    const head = (headers: Record<string, string>) => fetch(url, { method: 'HEAD', headers });
    const answer = await head({ 'x-forwarded-for': '203.0.113.6' });
    expect([answer.status, await answer.text(), wholeWay.mock.calls.length]).toEqual([200, '', 0]);
    expect(answer.headers.get('content-length')).toBe((await fetch(url)).headers.get('content-length'));
    await head({ 'x-forwarded-for': '203.0.113.6', cookie: 'theme=dark' });
    expect(wholeWay).toHaveBeenCalledOnce();
    wholeWay.mockRestore();

    const { text } = await shop.network.get('/metrics', { headers: { 'x-forwarded-for': '203.0.113.1' } });
    expect(text).toContain('{method="HEAD",route="/api/v1/products/:id",status="200"} 2');
  });

  it('is answered to other origins by the whole way, with what they need', async () => {
    const { status, headers } = await get('203.0.113.3', { origin: 'https://front.example' });
    expect([status, headers['access-control-allow-origin']]).toEqual([200, 'https://front.example']);
  });

  it('is given to GET and HEAD alone, at the address that was asked for', async () => {
    const url = `/api/v1${path}`;
    expect((await shop.network.send('POST', url)).status).toBe(405);
    for (const spelling of [`${url}/`, `/${url}`, url.toUpperCase()]) {
      const answer = await fetch(`${await shop.listen()}${spelling}`, { redirect: 'manual' });
      expect(answer.headers.get('cache-status')).toBeNull();
    }
  });

  it('has the headers of a first answer, each once', async () => {
    const { slug } = await aProduct(shop);
    const headers = { 'x-forwarded-for': '203.0.113.5' };
    const [made, stored] = [
      await shop.network.get(`/products/${slug}`, { headers }),
      await shop.network.get(`/products/${slug}`, { headers }),
    ];
    expect([made, stored].map((answer) => answer.headers['cache-status'])).toEqual([
      'cartwright; fwd=miss',
      'cartwright; hit',
    ]);
    expect(Object.keys(stored.headers).toSorted()).toEqual(Object.keys(made.headers).toSorted());
    expect(stored.headers['vary']).toBe(made.headers['vary']);
  });
});
