import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVariant } from '../support/builders/products.js';
import { openShop, type TestShop } from '../support/shop.js';
import { buildShop, freePort, ShopProcess } from '../support/shop-process.js';

const GUESTS = 4;
const ROUNDS = 15;
/** So many clients, each with a few searches that they all share: after the first ones the cache answers. */
const CONNECTIONS = 16;
const SEARCHES = 60;
const DIFFERENT = 5;
const JSON_BODY = { 'content-type': 'application/json' };

/** A process that has just started is slow: nothing is compiled, and no connection is open. */
describe('A cold process under modest load', () => {
  let shop: TestShop;
  let cold: ShopProcess;

  beforeAll(async () => {
    buildShop();
    shop = await openShop({ worker: false });
    cold = new ShopProcess(await freePort());
  }, 120_000);
  afterAll(async () => {
    await cold.end();
    await shop.close();
  });

  it('refuses nobody', async () => {
    const { variantId } = await aVariant(shop, { onHand: 1_000 });
    await cold.start({ LOAD_SHEDDING: 'on' });
    const statuses: number[] = [];
    const ask = async (path: string, init?: RequestInit): Promise<void> => {
      const answer = await fetch(`${cold.url}${path}`, init);
      await answer.arrayBuffer();
      statuses.push(answer.status);
    };
    const body = JSON.stringify({ items: [{ variantId, quantity: 1 }] });
    const shopFor = async (guest: number): Promise<void> => {
      for (let round = 0; round < ROUNDS; round += 1) {
        await ask(`/products?q=shirt+${guest}+${round}`);
        await ask('/carts', { method: 'POST', headers: JSON_BODY, body });
      }
    };
    await Promise.all(Array.from({ length: GUESTS }, (_, guest) => shopFor(guest)));
    const counts = { ok: 0, created: 0, other: [] as number[] };
    for (const status of statuses) {
      if (status === 200) counts.ok += 1;
      else if (status === 201) counts.created += 1;
      else counts.other.push(status);
    }
    expect(counts).toEqual({ ok: GUESTS * ROUNDS, created: GUESTS * ROUNDS, other: [] });
  }, 120_000);

  it('refuses nobody who searches over many connections', async () => {
    await aVariant(shop, { onHand: 1_000 });
    await cold.end();
    await cold.start({ LOAD_SHEDDING: 'on' });
    const asked = await Promise.all(Array.from({ length: CONNECTIONS }, () => searchOn(cold.url)));
    expect(asked.flat().filter((status) => status !== 200)).toEqual([]);
    expect(asked.flat()).toHaveLength(CONNECTIONS * SEARCHES);
  }, 120_000);
});

/** The statuses of one search after another, each over a connection that is free. */
async function searchOn(url: string): Promise<number[]> {
  const statuses: number[] = [];
  for (let search = 0; search < SEARCHES; search += 1) {
    const answer = await fetch(`${url}/products?q=shirt+${search % DIFFERENT}`);
    await answer.arrayBuffer();
    statuses.push(answer.status);
  }
  return statuses;
}
