import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCustomer } from '../support/builders/accounts.js';
import { aProduct } from '../support/builders/products.js';
import { eventually } from '../support/eventually.js';
import { hasRedis, RedisServer } from '../support/redis-server.js';
import { openBeside, openShop, type TestShop } from '../support/shop.js';

describe.skipIf(!hasRedis())('two processes with one Redis', () => {
  let redis: RedisServer;
  let one: TestShop;
  let other: TestShop;
  let slug: string;

  beforeAll(async () => {
    redis = await RedisServer.start();
    const env = { REDIS_URL: redis.url, RATE_LIMITS: 'on', RATE_LIMIT_READS_PER_MINUTE: '1000000' };
    one = await openShop({ worker: false, env });
    other = await openBeside(one, env);
    ({ slug } = await aProduct(one));
  });
  afterAll(async () => {
    await other.close();
    await one.close();
    await redis.end();
  });

  /** Not cached: what memory answers is counted by each process for itself. */
  const remaining = async (shop: TestShop): Promise<number> => {
    const { status, headers } = await shop.http.get('/products/unknown');
    expect(status).toBe(404);
    return Number(headers['ratelimit-remaining']);
  };
  const countTogether = async (): Promise<boolean> => {
    const first = await remaining(one);
    return (await remaining(other)) === first - 1 && (await remaining(one)) === first - 2;
  };

  it('count limits together', async () => {
    expect(await countTogether()).toBe(true);
  });

  const faults: Readonly<Record<string, readonly [begin: () => unknown, end: () => unknown]>> = {
    'is dead': [() => redis.end(), () => redis.start()],
    'stands still': [() => redis.signal('SIGSTOP'), () => redis.signal('SIGCONT')],
    'is flushed': [() => redis.command('FLUSHALL'), () => undefined],
    'takes no writes (READONLY)': [
      () => redis.command('REPLICAOF', '127.0.0.1', '1'),
      () => redis.command('REPLICAOF', 'NO', 'ONE'),
    ],
    'is full (OOM)': [
      () => redis.command('CONFIG', 'SET', 'maxmemory', '1'),
      () => redis.command('CONFIG', 'SET', 'maxmemory', '0'),
    ],
    'lost its scripts': [() => redis.command('SCRIPT', 'FLUSH'), () => undefined],
  };

  it.each(Object.keys(faults))('sell on, each with limits of its own, when it %s', async (name) => {
    const [begin, end] = faults[name]!;
    await begin();
    for (const shop of [one, other]) {
      const before = await remaining(shop);
      for (let call = 0; call < 20; call += 1)
        expect((await shop.http.get(`/products/${slug}`)).status).toBe(200);
      expect(await remaining(shop)).toBeLessThanOrEqual(before - 1);
      expect((await shop.http.post('/carts', {})).status).toBe(201);
      const { token } = await aCustomer(shop);
      expect((await shop.http.get('/auth/me', { token })).status).toBe(200);
      expect((await shop.http.post('/auth/logout', {}, { token })).status).toBeLessThan(500);
    }
    await end();
    await eventually(countTogether);
  });
});
