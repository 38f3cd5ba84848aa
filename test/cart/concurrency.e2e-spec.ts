import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CartFacade } from '../../src/cart/index.js';
import { aCustomer } from '../support/builders/accounts.js';
import { aCart, aReadyCart, ADDRESSES } from '../support/builders/carts.js';
import { aVariant } from '../support/builders/products.js';
import { aHolder } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { manySkus } from '../support/builders/variants.js';
import { expectNoneBroken } from '../support/invariants.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let tee: Awaited<ReturnType<typeof aVariant>>;

beforeAll(async () => {
  shop = await openShop({ env: { DATABASE_POOL_SIZE: '40', DATABASE_POOL_WAIT_MS: '10000' } });
  await shop.listen();
  tee = await aVariant(shop, { price: 1 });
});

afterAll(async () => {
  // Carts are taken here for orders that nobody makes.
  await expectNoneBroken(shop, 'cart');
  await shop.close();
});

const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

const add = (id: string, sku: string, quantity = 1, options = {}) =>
  shop.network.post(`/carts/${id}/items`, { sku, quantity }, options);

const read = async (id: string, options = {}) => (await shop.http.get(`/carts/${id}`, options)).body;

const statuses = (answers: { status: number }[]): number[] =>
  [...new Set(answers.map(({ status }) => status))].sort((a, b) => a - b);

describe('Many requests for one cart', () => {
  it('that add one variant sum up exactly', async () => {
    const id = await aCart(shop);
    const answers = await times(40, (index) => add(id, tee.sku, (index % 3) + 1));
    expect(statuses(answers)).toEqual([200]);
    const cart = await read(id);
    expect(cart.items.map(({ quantity }: { quantity: number }) => quantity)).toEqual([79]);
    expect(cart.version).toBe(41);
  });

  it('never see the same version twice', async () => {
    const id = await aCart(shop);
    const answers = await times(20, () => add(id, tee.sku));
    expect(new Set(answers.map(({ body }) => body.version)).size).toBe(20);
    const totals = answers.map(({ body }) => [
      body.version,
      body.items[0].quantity,
      body.totals.total.amount,
    ]);
    expect(totals.every(([version, quantity, total]) => quantity === version - 1 && total === quantity)).toBe(
      true,
    );
  });

  it('that change different fields all survive', async () => {
    const id = await aReadyCart(shop, { items: [{ sku: tee.sku }] });
    const { shippingMethodId } = await read(id);
    const { body: other } = await shop.http.post('/carts', { items: [{ sku: tee.sku, quantity: 1 }] });
    for (let round = 0; round < 5; round += 1) {
      await shop.http.patch(`/carts/${other.id}`, {
        email: null,
        shippingAddress: null,
        billingAddress: null,
        shippingMethodId: null,
      });
      const changes = [
        { email: `round-${round}@example.com` },
        { shippingAddress: ADDRESSES.US },
        { billingAddress: ADDRESSES.DE },
        { shippingMethodId },
      ];
      const answers = await Promise.all(
        changes.map((change) => shop.network.patch(`/carts/${other.id}`, change)),
      );
      expect(statuses(answers)).toEqual([200]);
      expect(await read(other.id)).toMatchObject(Object.assign({}, ...changes));
    }
  });

  it('cannot pass the limit of lines between them', async () => {
    const skus = await manySkus(shop, 110);
    const id = await aCart(shop, { items: skus.slice(0, 90).map((sku) => ({ sku })) });
    const answers = await Promise.all(skus.slice(90).map((sku) => add(id, sku)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(answers.filter(({ body }) => body.code === 'too_many_items')).toHaveLength(10);
    expect((await read(id)).items).toHaveLength(100);
  });

  it('cannot pass the limit of a line between them', async () => {
    const id = await aCart(shop, { items: [{ sku: tee.sku, quantity: 999_990 }] });
    const answers = await times(20, () => add(id, tee.sku));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(answers.filter(({ body }) => body.code === 'quantity_too_large')).toHaveLength(10);
    expect((await read(id)).items[0].quantity).toBe(1_000_000);
  });

  it('that add, set and delete leave what one of their orders would', async () => {
    const mug = await aVariant(shop, { price: 1 });
    const id = await aCart(shop, { items: [{ sku: tee.sku, quantity: 100 }, { sku: mug.sku }] });
    const [first, second] = (await read(id)).items;
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => add(id, tee.sku)),
      shop.network.patch(`/carts/${id}/items/${first.id}`, { quantity: 500 }),
      shop.network.delete(`/carts/${id}/items/${second.id}`),
    ]);
    expect(statuses(answers)).toEqual([200]);
    const cart = await read(id);
    expect(cart.items).toHaveLength(1);
    expect(cart.items[0].quantity).toBeGreaterThanOrEqual(500);
    expect(cart.items[0].quantity).toBeLessThanOrEqual(510);
    expect(cart.version).toBe(13);
  });
});

describe('Many requests of one customer', () => {
  it('open one cart between them, and lose nothing that they put into it', async () => {
    const { token, user } = await aCustomer(shop);
    const items = [{ sku: tee.sku, quantity: 1 }];
    const answers = await times(20, () => shop.network.post('/carts', { items }, { token }));
    expect(statuses(answers)).toEqual([201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await read(answers[0]!.body.id, { token })).items[0].quantity).toBe(20);
    expect(await shop.sql('SELECT FROM carts WHERE customer_id = $1', [user.id])).toHaveLength(1);
  });

  it('claim many carts into one, while goods are added to all of them', async () => {
    const { token, user } = await aCustomer(shop);
    const guests = await times(10, () => aCart(shop, { items: [{ sku: tee.sku, quantity: 10 }] }));
    const own = await aCart(shop, { customerId: user.id, items: [{ sku: tee.sku, quantity: 1000 }] });
    const [claims, toGuests, toOwn] = await Promise.all([
      Promise.all(guests.map((id) => shop.network.post(`/carts/${id}/claim`, undefined, { token }))),
      Promise.all([...guests, ...guests, ...guests].map((id) => add(id, tee.sku))),
      times(10, () => add(own, tee.sku, 1, { token })),
    ]);
    expect(statuses([...claims, ...toOwn])).toEqual([200]);
    // A guest who comes after the claim finds the cart no more; one who came before has the unit in the merged cart.
    const added = toGuests.filter(({ status }) => status === 200).length;
    expect(toGuests.every(({ status }) => status === 200 || status === 404)).toBe(true);
    const cart = await read(own, { token });
    expect(cart.items.map(({ quantity }: { quantity: number }) => quantity)).toEqual([
      1000 + 100 + 10 + added,
    ]);
  });

  it('claim a cart with the line that was added while the claim waited for it', async () => {
    const { token } = await aCustomer(shop);
    const guest = await aCart(shop, { items: [{ sku: tee.sku }] });
    const { body } = await whileAnotherAdds(guest, () =>
      shop.network.post(`/carts/${guest}/claim`, undefined, { token }),
    );
    const quantities = body.items.map(({ quantity }: { quantity: number }) => quantity);
    expect(quantities.sort((a: number, b: number) => a - b)).toEqual([1, 3]);
  });

  it('claim one cart once, twenty times over', async () => {
    const { token } = await aCustomer(shop);
    const guest = await aCart(shop, { items: [{ sku: tee.sku, quantity: 7 }] });
    const answers = await times(20, () => shop.network.post(`/carts/${guest}/claim`, undefined, { token }));
    expect(statuses(answers)).toEqual([200]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await read(answers[0]!.body.id, { token })).items[0].quantity).toBe(7);
  });

  it('cannot share a guest cart with another customer: one of the two has all of it', async () => {
    const [mara, otto] = [await aCustomer(shop), await aCustomer(shop)];
    const guest = await aCart(shop, { items: [{ sku: tee.sku, quantity: 7 }] });
    const answers = await times(20, (index) =>
      shop.network.post(`/carts/${guest}/claim`, undefined, { token: (index % 2 === 0 ? mara : otto).token }),
    );
    expect(statuses(answers)).toEqual([200, 404]);
    expect(new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body.id)).size).toBe(1);
    const rows = await shop.sql<{ units: number }>(
      'SELECT sum(quantity)::int AS units FROM cart_items item JOIN carts cart ON cart.id = cart_id WHERE customer_id = ANY ($1)',
      [[mara.user.id, otto.user.id]],
    );
    expect(rows[0]!.units).toBe(7);
  });
});

describe('Taking a cart for its order', () => {
  it('succeeds once, however many try', async () => {
    const id = await aReadyCart(shop, { items: [{ sku: tee.sku }] });
    const taken = await times(20, () => shop.get(CartFacade).takeForOrder(id, undefined));
    expect(taken.filter(({ alreadyOrdered }) => !alreadyOrdered)).toHaveLength(1);
  });

  it('beside those who add to it takes every unit whose adding was answered', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await aReadyCart(shop, { items: [{ sku: tee.sku }] });
      const [answers, taken] = await Promise.all([
        times(12, () => add(id, tee.sku)),
        shop.get(CartFacade).takeForOrder(id, undefined),
      ]);
      expect(statuses(answers).every((status) => status === 200 || status === 409)).toBe(true);
      const added = answers.filter(({ status }) => status === 200).length;
      if (taken.alreadyOrdered) throw new Error('nobody else took it');
      expect(taken.items.map(({ quantity }) => quantity)).toEqual([1 + added]);
      expect((await read(id)).items[0].quantity).toBe(1 + added);
    }
  });

  it('sees a line that was added while it waited for the cart', async () => {
    const id = await aReadyCart(shop, { items: [{ sku: tee.sku }] });
    const taken = await whileAnotherAdds(id, () => shop.get(CartFacade).takeForOrder(id, undefined));
    if (taken.alreadyOrdered) throw new Error('nobody else took it');
    expect(taken.items.map(({ quantity }) => quantity).sort((a, b) => a - b)).toEqual([1, 3]);
  });
});

/** Runs work that has to wait for a transaction which adds three mugs to the cart, and commits only then. */
async function whileAnotherAdds<T>(cartId: string, work: () => Promise<T>): Promise<T> {
  const { variantId } = await aVariant(shop, { price: 1 });
  const other = await aHolder(shop.databaseUrl);
  await other.query('BEGIN');
  await other.query('UPDATE carts SET version = version + 1 WHERE id = $1', [cartId]);
  await other.query(
    `INSERT INTO cart_items (id, cart_id, variant_id, sku, title, unit_price, quantity)
     VALUES (gen_random_uuid(), $1, $2, 'MUG', 'Mug', 1, 3)`,
    [cartId, variantId],
  );
  const working = work();
  await eventually(async () => (await waitingForLocks()) > 0);
  await other.query('COMMIT');
  await other.end();
  return working;
}

async function waitingForLocks(): Promise<number> {
  const [row] = await shop.sql<{ waiting: number }>(
    `SELECT count(*)::int AS waiting FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return row!.waiting;
}
