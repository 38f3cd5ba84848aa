import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStaff, type SignedInAccount } from '../support/builders/accounts.js';
import { aKey, anOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import { chargesOf, orderOf } from '../support/builders/payments.js';
import { aVariant } from '../support/builders/products.js';
import { aShippingMethod, aTaxRate } from '../support/builders/shipping.js';
import { countsOf } from '../support/builders/stock.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;
let shippingMethodId: string;

beforeAll(async () => {
  shop = await openShop({ env: { DATABASE_POOL_WAIT_MS: '20000' } });
  await shop.listen();
  staff = await aStaff(shop);
  shippingMethodId = await aShippingMethod(shop);
  await aTaxRate(shop, { country: 'US', millionths: 88_750 });
});

afterAll(async () => {
  await shop.doctor();
  await shop.close();
});

async function bought(quantity: number, method: string) {
  const { variantId } = await aVariant(shop, { price: 999, onHand: quantity });
  const order = await anOrder(shop, { items: [{ variantId, quantity }], shippingMethodId });
  const payment = await pay(shop, order, method);
  return { order, variantId, itemId: order.items[0]!.id, paymentId: payment.id as string };
}

const post = (path: string, body: object, idempotencyKey = aKey()) =>
  shop.network.post(path, body, { token: staff.token, idempotencyKey });
const cancel = (order: MadeOrder, items: object[], key?: string) =>
  post(`/orders/${order.id}/cancellation`, { items }, key);
const send = (order: MadeOrder, items: object[]) => post(`/orders/${order.id}/fulfillments`, { items });

/** Waits until the provider keeps what the order has to pay, and gives the order. */
const settled = (order: MadeOrder) =>
  eventually(async () => {
    const seen = await orderOf(shop, order);
    const [charge] = await chargesOf(shop, order.id);
    const due = order.total.amount - seen.canceledAmount.amount;
    expect([charge!.status === 'authorized', charge!.captured - charge!.refunded]).toEqual([false, due]);
    expect(seen.paymentStatus).not.toBe('authorized');
    return seen;
  }, 20_000);

describe('Items that are canceled 20 times at once', () => {
  const at20 = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 20 }, work));

  it('under one key are canceled once', async () => {
    const { order, variantId, itemId } = await bought(5, 'success');
    const key = aKey();
    const answers = await at20(() => cancel(order, [{ itemId, quantity: 2 }], key));
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    const done = answers.filter(({ status }) => status === 200);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    for (const { body } of answers.filter(({ status }) => status === 409))
      expect(body.code).toBe('idempotency_key_in_flight');
    const seen = await settled(order);
    expect(seen.cancellations).toHaveLength(1);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 2, reserved: 0 });
  });

  it('under keys of their own are canceled as often as there are units, and each is paid back once', async () => {
    const { order, variantId, itemId, paymentId } = await bought(7, 'success');
    await send(order, [{ itemId, quantity: 2 }]);
    const answers = await at20(() => cancel(order, [{ itemId, quantity: 1 }]));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect(status).toBe(409);
      expect(['cancellation_exceeds_open', 'order_not_cancelable']).toContain(body.code);
    }
    const seen = await settled(order);
    expect(seen).toMatchObject({ status: 'completed', fulfillmentStatus: 'fulfilled' });
    expect(seen.cancellations).toHaveLength(5);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 5, reserved: 0 });
    const [payment] = await shop.sql('SELECT canceled_amount, canceled_refunds FROM payments WHERE id = $1', [
      paymentId,
    ]);
    expect(payment.canceled_refunds).toBe(payment.canceled_amount);
  });
});

describe('Units that are sent, canceled, refunded and canceled with their order at once', () => {
  it('go one way each, and so does their money', async () => {
    const ends = new Set<string>();
    for (let round = 0; round < 10; round += 1) {
      const { order, variantId, itemId, paymentId } = await bought(4, 'success');
      const items = [{ itemId, quantity: 2 }];
      const rivals = [
        () => send(order, items),
        () => cancel(order, items),
        () => post(`/payments/${paymentId}/refunds`, { items, reason: 'sold out' }),
      ];
      // It has no key to look up, and so mostly comes first: every other round goes without it.
      if (round % 2 === 0)
        rivals.push(() => shop.network.post(`/orders/${order.id}/cancellation`, {}, order.proof));
      const first = round % rivals.length;
      const answers = await Promise.all(
        [...rivals.slice(first), ...rivals.slice(0, first)].map((go) => go()),
      );
      for (const { status } of answers) expect([200, 201, 409]).toContain(status);

      const seen = await settled(order);
      const [{ fulfilledQuantity, canceledQuantity }] = seen.items;
      expect(fulfilledQuantity + canceledQuantity).toBe(4);
      expect(await countsOf(shop, variantId)).toEqual({ onHand: canceledQuantity, reserved: 0 });
      ends.add(`${seen.status} ${fulfilledQuantity}`);
    }
    // The run is worth something only if several endings came up.
    expect(ends.size).toBeGreaterThan(1);
  });
});

describe('A capture and a cancellation of items at once', () => {
  it('leave the shop what is due, whichever comes first', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { order, itemId, paymentId } = await bought(3, 'authorize_only');
      const [taken, canceled] = await Promise.all([
        post(`/payments/${paymentId}/captures`, {}),
        cancel(order, [{ itemId, quantity: 2 }]),
      ]);
      expect([taken.status, canceled.status]).toEqual([201, 200]);
      const seen = await settled(order);
      expect(['paid', 'partially_refunded']).toContain(seen.paymentStatus);
      expect((await send(order, [{ itemId, quantity: 1 }])).body.status).toBe('completed');
    }
  });
});
