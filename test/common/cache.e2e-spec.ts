import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../../src/catalog/limits.js';
import { PublicCache } from '../../src/common/cache/public-cache.js';
import { Overloaded } from '../../src/common/errors/errors.js';
import { aStaff } from '../support/builders/accounts.js';
import { aProduct } from '../support/builders/products.js';
import { eventually } from '../support/eventually.js';
import { openBeside, openShop, type TestShop } from '../support/shop.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });

let writer: TestShop;
let reader: TestShop;
let token: string;

beforeAll(async () => {
  writer = await openShop();
  await writer.listen();
  reader = await openBeside(writer);
  await reader.listen();
  ({ token } = await aStaff(writer));
});
afterAll(async () => {
  await reader.close();
  await writer.close();
});

const page = (shop: TestShop, slug: string) => shop.network.get(`/products/${slug}`);
const price = async (shop: TestShop, slug: string) =>
  (await page(shop, slug)).body.variants[0].price.amount as number;

describe('a price that is changed on one process', () => {
  it('is what the next read after the answer shows on the other, on the page and in the list', async () => {
    const { productId, slug, variants } = await aProduct(writer, { variants: [{ prices: [usd(1)] }] });
    const path = `/variants/${variants[0]!.variantId}`;
    for (let amount = 2; amount <= 30; amount += 1) {
      expect((await page(reader, slug)).headers['cache-status']).toMatch(/cartwright; (hit|fwd=miss)/);
      const changed = await writer.network.patch(path, { prices: [usd(amount)] }, { token });
      expect(changed.status).toBe(200);
      expect(await price(reader, slug)).toBe(amount);
      const { body } = await reader.network.get('/products?limit=100');
      expect(body.items.find((item: { id: string }) => item.id === productId).priceFrom).toEqual(usd(amount));
    }
  });

  it('is not purged by a change that was rolled back', async () => {
    const { productId, slug } = await aProduct(writer);
    const { slug: taken } = await aProduct(writer);
    await page(reader, slug);
    const refused = await writer.network.patch(`/products/${productId}`, { slug: taken }, { token });
    expect(refused.status).toBe(409);
    expect((await page(reader, slug)).headers['cache-status']).toBe('cartwright; hit');
  });
});

describe('stock that staff change on one process', () => {
  it('is what the next read after the answer shows on the other: page, list and facets', async () => {
    const { slug, variants } = await aProduct(writer, {
      title: 'Restocked lantern',
      options: [{ name: 'Glass', values: ['Amber'] }],
      variants: [{ options: { Glass: 'Amber' }, prices: [usd(1)], onHand: 1 }],
    });
    const { variantId } = variants[0]!;
    const seen = async () => {
      const list = await reader.network.get('/products?option.Glass=Amber&facets=true');
      const [item] = list.body.items;
      const { inStock } = list.body.facets.availability;
      return [(await page(reader, slug)).body.variants[0].available, item.available, inStock];
    };
    expect(await seen()).toEqual([true, true, 1]);
    for (let turn = 0; turn < 12; turn += 1) {
      const onHand = turn % 2;
      const counted = await writer.network.put(`/inventory/levels/${variantId}`, { onHand }, { token });
      expect([counted.status, await seen()]).toEqual([200, [onHand === 1, onHand === 1, onHand]]);
    }
    const loss = { variantId, delta: -1, reason: 'broken' };
    const lost = await writer.network.post('/inventory/adjustments', loss, { token, idempotencyKey: 'loss' });
    expect(lost.status).toBe(201);
    expect(await seen()).toEqual([false, false, 0]);
  });
});

describe('lists by several values of one name', () => {
  it('are kept apart by each value, and together wherever else it stands', async () => {
    const status = async (query: string) =>
      (await reader.network.get(`/products?${query}`)).headers['cache-status'];
    const miss = 'cartwright; fwd=miss';
    const hit = 'cartwright; hit';
    expect(await status('option.Rim=Oak&option.Rim=Ash')).toBe(miss);
    for (const other of [
      'option.Rim=Oak',
      'option.Rim=Ash',
      'option.Rim=Oak%22,%22Ash',
      'option.Rim=Oak,Ash',
    ])
      expect([other, await status(other)]).toEqual([other, miss]);
    expect(await status('option.Rim=Oak&option.Rim=Ash&option.Rim=Elm')).toBe(miss);
    expect(await status('option.Rim=Oak&option.Rim=Ash')).toBe(hit);
    expect(await status('category=oak&option.Rim=Oak&category=ash&option.Rim=Ash')).toBe(miss);
    expect(await status('option.Rim=Oak&option.Rim=Ash&category=oak&category=ash')).toBe(hit);
    expect(await status('category=oak')).toBe(miss);
  });

  it('are spelled in so many ways, and no more', async () => {
    const refused = async (query: string) => (await reader.network.get(`/products?${query}`)).status;
    const times = (name: string, count: number) => Array.from({ length: count }, () => name).join('&');
    expect(await refused(times('option.Rim=Oak', LIMITS.filterValues + 1))).toBe(400);
    expect(await refused(times('category=oak', LIMITS.filterCategories + 1))).toBe(400);
    expect(await refused(`limit=1&${times('category=oak', 1_000)}`)).toBe(400);
    expect(await refused(times('limit=1', 2))).toBe(400);
  });
});

describe('a process that has lost its session for purges', () => {
  const sessions =
    "FROM pg_stat_activity WHERE application_name = 'cartwright-cache' AND datname = current_database()";

  it('listens again by itself, and trusts nothing from before', async () => {
    const { slug } = await aProduct(writer, { title: 'Before' });
    expect((await page(reader, slug)).body.title).toBe('Before');
    await writer.sql(`SELECT pg_terminate_backend(pid) ${sessions}`);
    // What nobody tells of stands for what was told while nobody listened.
    await writer.sql("UPDATE products SET title = 'After' WHERE slug = $1", [slug]);
    await eventually(async () => (await page(reader, slug)).body.title === 'After', 5_000);
    await eventually(async () => (await writer.sql(`SELECT pid ${sessions}`)).length === 2);
  });
});

describe('an answer whose making never ends', () => {
  it('lets nobody wait for ever, and is made anew for the next', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const cache = writer.get(PublicCache);
      const ask = (make: () => Promise<never>) => cache.get({ key: randomUUID(), ttlSeconds: 10, make });
      const stuck = Promise.allSettled([ask(() => new Promise(() => undefined))]);
      await vi.advanceTimersByTimeAsync(30_000);
      expect(await stuck).toMatchObject([{ reason: expect.any(Overloaded) }]);
      expect(cache.makingCount).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a public read', () => {
  it('is answered from memory with the headers of a first answer', async () => {
    const { slug } = await aProduct(writer, { title: 'Große Schüssel — 大きなボウル 🥣' });
    const made = await page(writer, slug);
    const stored = await page(writer, slug);
    expect(made.headers['cache-status']).toBe('cartwright; fwd=miss');
    expect(stored.headers['cache-status']).toBe('cartwright; hit');
    expect(stored.text).toBe(made.text);
    expect(stored.body.title).toBe('Große Schüssel — 大きなボウル 🥣');
    const own = ['x-request-id', 'cache-status', 'date'];
    const rest = (headers: Readonly<Record<string, string>>) =>
      Object.entries(headers)
        .filter(([name]) => !own.includes(name))
        .sort(([a], [b]) => (a < b ? -1 : 1));
    expect(rest(stored.headers)).toEqual(rest(made.headers));
    expect(stored.headers['x-request-id']).not.toBe(made.headers['x-request-id']);
  });

  it('is not kept, nor taken from what is kept, for who shows a credential', async () => {
    const { slug } = await aProduct(writer);
    await page(writer, slug);
    const own = await writer.network.get(`/products/${slug}`, { token });
    expect(own.headers).toMatchObject({
      'cache-control': 'private, no-cache',
      'cache-status': 'cartwright; fwd=bypass',
    });
    const forged = await writer.network.get(`/products/${slug}`, { token: 'forged' });
    expect(forged.status).toBe(401);
  });

  it('keeps nothing under a name that the route does not know', async () => {
    const { slug } = await aProduct(writer);
    for (let time = 0; time < 2; time += 1) {
      const refused = await writer.network.get(`/products/${slug}?utm_source=mail`);
      expect([refused.status, refused.body.code]).toEqual([400, 'unknown_field']);
      expect(refused.headers['cache-control']).toBe('no-store');
    }
  });

  it('keeps nothing under names that every object has, nor for routes that take none', async () => {
    const { slug } = await aProduct(writer);
    for (const path of [
      '/categories?foo=1',
      `/categories/${randomUUID()}?foo=1`,
      '/products?__proto__=1',
      '/products?constructor=1&toString=2',
      `/products/${slug}?hasOwnProperty=5`,
      '/products/suggestions?q=a&valueOf=1',
    ]) {
      const refused = await writer.http.get(path);
      expect([path, refused.status, refused.body.code]).toEqual([path, 400, 'unknown_field']);
    }
    expect((await writer.http.get('/products?limit=024')).status).toBe(400);
  });

  it('counts one answer for each spelling of the order of its names', async () => {
    await writer.network.get('/products?limit=3&inStock=true');
    const { headers } = await writer.network.get('/products?inStock=true&limit=3');
    expect(headers['cache-status']).toBe('cartwright; hit');
  });

  it('is answered 304 from memory', async () => {
    const { slug } = await aProduct(writer);
    const { headers } = await page(writer, slug);
    for (const path of [`/products/${slug}`]) {
      const again = await writer.network.get(path, { headers: { 'if-none-match': headers['etag']! } });
      expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', headers['etag']]);
      expect(again.headers).toMatchObject({
        'cache-control': 'public, no-cache',
        vary: headers['vary'],
        'cache-status': 'cartwright; hit',
      });
    }
  });
});
