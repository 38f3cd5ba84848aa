import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/common/cache/answer.js';
import { AnswerStore } from '../../src/common/cache/answer-store.js';
import { PublicCache } from '../../src/common/cache/public-cache.js';
import { MAX_SHARED_BYTES, SharedAnswers } from '../../src/common/cache/shared-answers.js';
import { aStaff } from '../support/builders/accounts.js';
import { aProduct } from '../support/builders/products.js';
import { eventually } from '../support/eventually.js';
import { hasRedis, RedisServer } from '../support/redis-server.js';
import { openBeside, openShop, type TestShop } from '../support/shop.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });

describe.skipIf(!hasRedis())('two processes that share their answers in Redis', () => {
  let redis: RedisServer;
  let one: TestShop;
  let other: TestShop;
  let token: string;
  let product: Awaited<ReturnType<typeof aProduct>>;

  beforeAll(async () => {
    redis = await RedisServer.start();
    one = await openShop({ worker: false, env: { REDIS_URL: redis.url } });
    other = await openBeside(one, { REDIS_URL: redis.url });
    ({ token } = await aStaff(one));
  });
  beforeEach(async () => {
    await redis.command('FLUSHALL');
    product = await aProduct(one, { variants: [{ prices: [usd(1)] }] });
  });
  afterAll(async () => {
    await other.close();
    await one.close();
    await redis.end();
  });

  const page = (shop: TestShop) => shop.http.get(`/products/${product.slug}`);
  const price = async (shop: TestShop) => (await page(shop)).body.variants[0].price.amount as number;
  const change = async (shop: TestShop, amount: number) => {
    const path = `/variants/${product.variants[0]!.variantId}`;
    expect((await shop.http.patch(path, { prices: [usd(amount)] }, { token })).status).toBe(200);
  };
  const keys = async (): Promise<string[]> =>
    (await redis.command('KEYS', '*')).split('\r\n').filter((line) => /^[a-z]/.test(line));
  /** Reads the page anew until it stands in Redis, which a busy machine may let it miss. Gives its key. */
  const share = async (shop: TestShop): Promise<string> =>
    (await eventually(async () => {
      await redis.command('FLUSHALL');
      await change(shop, 1);
      expect((await page(shop)).headers['cache-status']).toBe('cartwright; fwd=miss');
      return eventually(async () => (await keys())[0], 500);
    }))!;

  it('make a page once: the first read on the second asks PostgreSQL for nothing', async () => {
    await eventually(async () => {
      const key = await share(one);
      const made = await page(one);
      let taken = made;
      const statements = await other.statementsOf(async () => (taken = await page(other)));
      expect(statements).toEqual([]);
      expect(taken.headers['cache-status']).toBe('cartwright; hit; detail=redis');
      expect([taken.text, taken.headers['etag']]).toEqual([made.text, made.headers['etag']]);
      expect((await page(other)).headers['cache-status']).toBe('cartwright; hit');
      const ttl = Number((await redis.command('PTTL', key)).slice(1));
      return ttl > 0 && ttl <= 10_000;
    });
  });

  it('keep to themselves what a sale soon changes, since their clocks differ', async () => {
    const [startsAt, later] = [60_000, 3_600_000].map((ms) => new Date(Date.now() + ms).toISOString());
    const path = `/variants/${product.variants[0]!.variantId}`;
    const plan = (at: string | undefined) =>
      one.http.patch(path, { prices: [usd(9)], salePrices: [{ ...usd(5), startsAt: at }] }, { token });
    const { slug: plain } = await aProduct(one);
    /** Makes both pages anew, the plain one last, and waits for what Redis has then. */
    const shared = () =>
      eventually(async () => {
        await one.get(PublicCache).purge([`product:${product.slug}`, `product:${plain}`]);
        await redis.command('FLUSHALL');
        await page(one);
        await one.http.get(`/products/${plain}`);
        return eventually(async () => {
          const kept = await keys();
          return kept.includes(plainKey) ? kept : undefined;
        }, 500);
      });
    let plainKey = '';
    await eventually(async () => {
      await redis.command('FLUSHALL');
      await one.get(PublicCache).purge([`product:${plain}`]);
      await one.http.get(`/products/${plain}`);
      return eventually(async () => (plainKey = (await keys())[0] ?? ''), 500);
    });
    await plan(later);
    await eventually(async () => (await shared())!.length === 2);
    await plan(startsAt);
    expect(await shared()).toEqual([plainKey]);
  });

  it('show a price that was changed on either with the next read', async () => {
    for (let amount = 2; amount <= 20; amount += 2) {
      await change(one, amount);
      expect(await price(other)).toBe(amount);
      await change(other, amount + 1);
      expect(await price(one)).toBe(amount + 1);
      const { body } = await other.http.get('/products?limit=100');
      const listed = body.items.find(({ id }: { id: string }) => id === product.productId);
      expect(listed.priceFrom).toEqual(usd(amount + 1));
    }
  });

  it('take nothing that lands in Redis after the change it does not know of', async () => {
    const key = await share(one);
    await redis.command('COPY', key, 'late');
    await redis.command('PERSIST', 'late');
    await change(one, 2);
    expect(await redis.command('COPY', 'late', key, 'REPLACE')).toBe(':1\r\n');
    const read = await page(other);
    expect(read.headers['cache-status']).toBe('cartwright; fwd=miss');
    expect(read.body.variants[0].price).toEqual(usd(2));
  });

  const faults: Readonly<Record<string, readonly [begin: () => unknown, end: () => unknown]>> = {
    'stands still': [() => redis.signal('SIGSTOP'), () => redis.signal('SIGCONT')],
    'takes no writes': [
      () => redis.command('REPLICAOF', '127.0.0.1', '1'),
      () => redis.command('REPLICAOF', 'NO', 'ONE'),
    ],
    'is dead': [() => redis.end(), () => redis.start()],
  };

  it.each(Object.keys(faults))(
    'sell on when Redis %s, and nothing from before is seen after',
    async (name) => {
      const [begin, end] = faults[name]!;
      await share(one);
      await begin();
      await change(one, 2);
      expect(await price(one)).toBe(2);
      await end();
      expect(await price(other)).toBe(2);
      await change(other, 3);
      expect([await price(one), await price(other)]).toEqual([3, 3]);
      // Both share again once they have found it.
      await eventually(async () => {
        await change(one, 4);
        await page(one);
        const { headers } = await page(other);
        return headers['cache-status'] === 'cartwright; hit; detail=redis';
      });
    },
  );

  it('keep nothing personal, nothing that is too large, and bear what is not theirs', async () => {
    await one.http.get(`/products/${product.slug}`, { token });
    const shared = one.get(SharedAnswers);
    const answer = (bytes: number): Answer => ({
      body: Buffer.alloc(bytes).toString('latin1'),
      etag: '"0"',
      route: '/texts/:text',
      tags: [],
    });
    const began = one.get(AnswerStore).begin();
    await shared.keep('large', answer(MAX_SHARED_BYTES + 1), began, 10_000);
    await shared.keep('old', answer(1), { ...began, at: performance.now() - 10_000 }, 10_000);
    expect(await keys()).toEqual([]);
    await eventually(async () => {
      await shared.keep('fits', answer(MAX_SHARED_BYTES), one.get(AnswerStore).begin(), 10_000);
      return (await keys()).length === 1;
    });
    const key = await share(one);
    await redis.command('SET', key, 'garbage');
    expect((await page(other)).headers['cache-status']).toBe('cartwright; fwd=miss');
  });
});
