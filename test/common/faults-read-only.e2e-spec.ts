import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { Jobs } from '../../src/common/events/jobs.js';
import { aVariant } from '../support/builders/products.js';
import { eventually } from '../support/eventually.js';
import type { HttpAnswer } from '../support/http-client.js';
import { settleJobs } from '../support/jobs.js';
import { Onlooker, poolOf } from '../support/lost-connections.js';
import { openShop, openShopOn, type TestShop } from '../support/shop.js';
import { CrashingPostgres } from '../torture/database.js';

const LIMIT_MS = 60_000;

const openCart = (shop: TestShop): Promise<HttpAnswer> => shop.http.post('/carts', {});
const readiness = (shop: TestShop): Promise<HttpAnswer> => shop.http.get('/health/ready');
const isReady = async (shop: TestShop): Promise<boolean> => (await readiness(shop)).status === 200;

async function metric(shop: TestShop, name: string): Promise<number> {
  const { text } = await shop.http.get('/metrics');
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}

function expectUnavailable({ status, headers, body }: HttpAnswer): void {
  expect([status, body.code]).toEqual([503, 'unavailable']);
  expect(headers['retry-after']).toMatch(/^\d+$/);
}

describe('A shop whose PostgreSQL becomes a standby', () => {
  let postgres: CrashingPostgres;
  let shop: TestShop;

  beforeAll(async () => {
    postgres = await CrashingPostgres.start();
    shop = await openShopOn(await postgres.ground(), { env: { LOG_LEVEL: 'silent' } });
  });
  afterAll(async () => {
    await shop.close();
    await postgres.remove();
  });

  it('answers changes 503 and reads as before, is unready, and goes on by itself once it is promoted', async () => {
    const { productId } = await aVariant(shop);
    expect((await openCart(shop)).status).toBe(201);
    await settleJobs(shop);

    await postgres.demote();
    await eventually(async () => (await shop.http.get(`/products/${productId}`)).status === 200, LIMIT_MS);
    expectUnavailable(await openCart(shop));
    await eventually(async () => !(await isReady(shop)), LIMIT_MS);
    expectUnavailable(await readiness(shop));
    expect((await shop.http.get('/products?sort=price')).status).toBe(200);
    expect((await shop.http.get('/health/live')).status).toBe(200);
    expect(await metric(shop, 'cartwright_database_read_only')).toBe(1);

    await postgres.promote();
    await eventually(() => isReady(shop), LIMIT_MS);
    expect((await openCart(shop)).status).toBe(201);
    expect(await metric(shop, 'cartwright_database_read_only')).toBe(0);
    // The queue too.
    await shop.get(Jobs).enqueue('carts.purge', {});
    await settleJobs(shop);
    await shop.doctor();
  }, 180_000);
});

describe('A shop whose connections stay with a server that takes no changes', () => {
  const POOL = 3;
  let shop: TestShop;
  let onlooker: Onlooker;

  beforeAll(async () => {
    const env = { DATABASE_POOL_SIZE: String(POOL), LOG_LEVEL: 'silent' };
    shop = await openShop({ worker: false, env });
    onlooker = await Onlooker.at(shop.databaseUrl);
  });
  afterAll(async () => {
    await onlooker.close();
    await shop.close();
  });

  /** For sessions that are opened from now on; those that stand keep to what they began with. */
  async function setDefault(mode: 'on' | 'off'): Promise<void> {
    const database = pg.escapeIdentifier(new URL(shop.databaseUrl).pathname.slice(1));
    const client = new pg.Client({ connectionString: shop.databaseUrl });
    await client.connect();
    await client.query('SET default_transaction_read_only = off');
    await client.query(`ALTER DATABASE ${database} SET default_transaction_read_only = ${mode}`);
    await client.end();
  }

  const atOnce = (count: number) => Promise.all(Array.from({ length: count }, () => openCart(shop)));

  it('takes new ones, those in use and those at rest, until one leads to a server that does', async () => {
    await setDefault('on');
    await onlooker.terminate();
    await eventually(() => poolOf(shop).totalCount === 0);
    for (const answer of await atOnce(POOL)) expectUnavailable(answer);
    expect(await isReady(shop)).toBe(false);
    expect((await shop.http.get('/products')).status).toBe(200);
    const renewals = await metric(shop, 'cartwright_database_pool_renewals_total');
    expect(renewals).toBeGreaterThan(0);

    // Nobody asks for a change meanwhile.
    await setDefault('off');
    await eventually(() => isReady(shop), LIMIT_MS);
    expect((await atOnce(2 * POOL)).map(({ status }) => status)).toEqual(Array(2 * POOL).fill(201));
    expect(await metric(shop, 'cartwright_database_read_only')).toBe(0);
  });
});
