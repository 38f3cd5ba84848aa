import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Logs } from '../../bench/logs.js';
import { fromItsOwnProcess, type Served } from '../../bench/served.js';
import { LIMITS } from '../../bench/settings.js';
import { aProduct } from '../support/builders/products.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

describe('The shop that the bench measures', () => {
  const logs = new Logs();
  let shop: TestShop;
  let served: Served;
  let url: string;

  beforeAll(async () => {
    shop = await openShop({ worker: false, env: LIMITS });
    await aProduct(shop, { slug: 'lamp' });
    served = await fromItsOwnProcess(shop, logs);
    url = `http://127.0.0.1:${served.port}/api/v1/products/lamp`;
  });
  afterAll(async () => {
    await served.stop();
    await shop.close();
    logs.remove();
  });

  it('counts what one address asks, and refuses nothing', async () => {
    const remaining = async () => Number((await fetch(url)).headers.get('ratelimit-remaining'));
    const first = await remaining();
    expect(first).toBeGreaterThan(1_000_000);
    expect(await remaining()).toBe(first - 1);
  });

  it('writes a line for each answer, from the cache and not, to a file', async () => {
    const asked = [await fetch(url), await fetch(url)].map(({ headers }) => headers.get('x-request-id'));
    const ids = await eventually(() => {
      const text = readFileSync(logs.file('shop'), 'utf8');
      return asked.every((id) => text.includes(`"requestId":"${id}","method":"GET"`));
    });
    expect(ids).toBe(true);
  });

  it('has the worker in its process', async () => {
    const isThere = () =>
      shop.sql(
        `SELECT FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'cartwright-worker'`,
      );
    expect(await eventually(async () => (await isThere()).length > 0)).toBe(true);
  });
});
