import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { aProduct } from '../support/builders/products.js';
import { onDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import type { HttpAnswer } from '../support/http-client.js';
import { openShopOn, type TestShop } from '../support/shop.js';
import { TcpProxy } from '../support/tcp-proxy.js';

describe('A shop whose PostgreSQL is away for a while', () => {
  let proxy: TcpProxy;
  let shop: TestShop;
  /** PostgreSQL itself, which only the shop cannot reach. */
  let direct: pg.Client;
  let slug: string;

  beforeAll(async () => {
    proxy = await TcpProxy.before(inject('serverUrl'));
    const ground = { serverUrl: proxy.url, template: inject('template') };
    shop = await openShopOn(ground, { worker: false, env: { LOG_LEVEL: 'silent' } });
    const database = new URL(shop.databaseUrl).pathname.slice(1);
    direct = new pg.Client({ connectionString: onDatabase(inject('serverUrl'), database) });
    await direct.connect();
    ({ slug } = await aProduct(shop, { title: 'Before' }));
  });
  afterAll(async () => {
    await direct.end();
    await shop.close();
    await proxy.close();
  });

  const page = (headers = {}): Promise<HttpAnswer> => shop.http.get(`/products/${slug}`, { headers });
  const list = (): Promise<HttpAnswer> => shop.http.get('/products?limit=5');
  const LAST_KNOWN = /^cartwright; hit; ttl=-?\d+; detail=database-unavailable$/;

  it('shows the pages that it knows, and the changed ones once it is back', async () => {
    const known = await page();
    const knownList = await list();
    proxy.shut();
    const early: HttpAnswer[] = [];
    const last = await eventually(async () => {
      early.push(await page());
      return LAST_KNOWN.test(early.at(-1)!.headers['cache-status']!) && early.at(-1);
    });
    for (const { status, text } of early) expect([status, text]).toEqual([200, known.text]);
    const { etag, vary } = known.headers;
    expect(last && last.headers).toMatchObject({ etag, vary, 'cache-control': 'public, no-cache' });
    const again = await page({ 'if-none-match': etag });
    expect([again.status, again.text]).toEqual([304, '']);
    expect(again.headers['cache-status']).toMatch(LAST_KNOWN);
    expect((await list()).text).toBe(knownList.text);

    const unknown = await shop.http.get(`/products/${slug}?currency=EUR`);
    expect([unknown.status, unknown.headers['cache-control']]).toEqual([503, 'no-store']);
    expect(unknown.headers['retry-after']).toMatch(/^\d+$/);

    await direct.query("UPDATE products SET title = 'After' WHERE slug = $1", [slug]);
    proxy.open();
    await eventually(async () => {
      const { body, headers } = await page();
      return body.title === 'After' && headers['cache-status'] === 'cartwright; hit';
    });
  });
});
