import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../src/common/database/ids.js';
import { PaymentResolver } from '../../src/payments/recovery/payment-resolver.js';
import { aCustomer, aStaff, type SignedInAccount } from '../support/builders/accounts.js';
import { aKey, anOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import { chargesOf, clearingOf, operate, orderOf, settled, usd } from '../support/builders/payments.js';
import { aVariant } from '../support/builders/products.js';
import { aShippingMethod, aTaxRate } from '../support/builders/shipping.js';
import { countsOf } from '../support/builders/stock.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;

beforeAll(async () => {
  shop = await openShop();
  staff = await aStaff(shop);
  await aTaxRate(shop, { country: 'US', millionths: 88_750 });
});

afterAll(async () => {
  await shop.doctor();
  await shop.close();
});

/** Three tees at 9.99 with 2.66 of tax, a mug at 5.00 with 0.44, and their way at 5.00 with 0.44. */
const [TEES, MUG, SHIPPING] = [2997 + 266, 500 + 44, 500 + 44];
const TOTAL = TEES + MUG + SHIPPING;

async function bought(method: string, options: { customer?: SignedInAccount } = {}) {
  const [tee, mug] = [await aVariant(shop, { price: 999 }), await aVariant(shop, { price: 500 })];
  const items = [{ variantId: tee.variantId, quantity: 3 }, { variantId: mug.variantId }];
  const order = await anOrder(shop, { ...options, items });
  expect(order.total).toEqual(usd(TOTAL));
  const payment = await pay(shop, order, method);
  const [tees, mugs] = order.items.map(({ id }) => id) as [string, string];
  const stock = async () => [
    (await countsOf(shop, tee.variantId)).onHand,
    (await countsOf(shop, mug.variantId)).onHand,
  ];
  expect(await stock()).toEqual([7, 9]);
  return { order, paymentId: payment.id as string, tees, mugs, stock };
}

const asStaff = () => ({ token: staff.token, idempotencyKey: aKey() });
const units = (itemId: string, quantity: number) => ({ itemId, quantity });
const cancel = (order: MadeOrder, items: object[], options: object = asStaff()) =>
  shop.http.post(`/orders/${order.id}/cancellation`, { items, reason: 'sold out' }, options);
const send = (order: MadeOrder, items?: object[]) =>
  shop.http.post(`/orders/${order.id}/fulfillments`, items ? { items } : {}, asStaff());
const quantities = ({ items }: { items: { fulfilledQuantity: number; canceledQuantity: number }[] }) =>
  items.map(({ fulfilledQuantity, canceledQuantity }) => [fulfilledQuantity, canceledQuantity]);
const refunds = async (paymentId: string) =>
  (await shop.http.get(`/payments/${paymentId}/refunds`, { token: staff.token })).body.items.map(
    (item: { amount: { amount: number }; status: string }) => [item.amount.amount, item.status],
  );
const refunded = (order: MadeOrder, amount: number) =>
  eventually(async () => expect((await chargesOf(shop, order.id))[0]!.refunded).toBe(amount));

describe('The unsent rest of a partly sent order', () => {
  it('is canceled: stock and its share of the money go back, and what was sent completes the order', async () => {
    const { order, paymentId, tees, mugs, stock } = await bought('success');
    await send(order, [units(tees, 1)]);
    const canceled = await cancel(order, [units(tees, 2), units(mugs, 1)]);
    expect(canceled.status).toBe(200);
    expect(canceled.body).toMatchObject({
      status: 'completed',
      fulfillmentStatus: 'fulfilled',
      totals: { total: usd(TOTAL) },
      canceledAmount: usd(1998 + 177 + 544),
      cancellations: [
        {
          items: expect.arrayContaining([units(tees, 2), units(mugs, 1)]),
          amount: usd(2719),
          reason: 'sold out',
        },
      ],
    });
    expect(quantities(canceled.body)).toEqual([
      [1, 2],
      [0, 1],
    ]);
    expect(canceled.body.history.slice(-2)).toMatchObject([
      { type: 'items_canceled', actor: 'staff', note: 'sold out', fulfillmentStatus: 'fulfilled' },
      { type: 'completed' },
    ]);
    expect(await stock()).toEqual([9, 10]);
    await refunded(order, 2719);
    await eventually(async () => expect(await refunds(paymentId)).toEqual([[2719, 'succeeded']]));
    await eventually(async () =>
      expect(await orderOf(shop, order)).toMatchObject({
        status: 'completed',
        paymentStatus: 'partially_refunded',
      }),
    );
    await eventually(async () => expect(await clearingOf(shop, order.id)).toBe(TOTAL - 2719));
    const again = await cancel(order, [units(mugs, 1)]);
    expect([again.status, again.body.code]).toEqual([409, 'order_not_cancelable']);
  });

  it('may be canceled in part, and the others sent after it', async () => {
    const { order, tees, mugs, stock } = await bought('success');
    await send(order, [units(tees, 1)]);
    const canceled = await cancel(order, [units(tees, 1), units(tees, 1)]);
    expect(canceled.body).toMatchObject({ status: 'placed', fulfillmentStatus: 'partially_fulfilled' });
    expect(await stock()).toEqual([9, 9]);
    const beyond = await send(order, [units(tees, 1)]);
    expect([beyond.status, beyond.body.code]).toEqual([409, 'fulfillment_exceeds_ordered']);
    expect(beyond.body.items).toEqual([{ itemId: tees, requested: 1, remaining: 0 }]);
    const rest = await send(order);
    expect(rest.body).toMatchObject({ status: 'completed', fulfillmentStatus: 'fulfilled' });
    expect(rest.body.fulfillments[1].items).toEqual([units(mugs, 1)]);
  });
});

describe('Items of an order that was not sent', () => {
  it('give back exactly what their line costs, however many at a time', async () => {
    const { order, paymentId, tees } = await bought('success');
    const amounts: number[] = [];
    for (let unit = 1; unit <= 3; unit += 1) {
      const { body } = await cancel(order, [units(tees, 1)], { ...order.proof, idempotencyKey: aKey() });
      amounts.push(body.cancellations.at(-1).amount.amount);
      expect(body).toMatchObject({ status: 'placed', fulfillmentStatus: 'unfulfilled' });
    }
    expect(amounts).toEqual([999 + 89, 999 + 88, 999 + 89]);
    await refunded(order, TEES);
    await eventually(async () =>
      expect((await refunds(paymentId)).every(([, status]: string[]) => status === 'succeeded')).toBe(true),
    );
    expect((await send(order)).body).toMatchObject({ status: 'completed' });
  });

  it('cancel the order with the last of them, and then shipping goes back too', async () => {
    const { order, tees, mugs, stock } = await bought('success');
    await cancel(order, [units(tees, 3)]);
    const last = await cancel(order, [units(mugs, 1)]);
    expect(last.body).toMatchObject({ status: 'canceled', canceledAmount: usd(TOTAL) });
    expect(quantities(last.body)).toEqual([
      [0, 3],
      [0, 1],
    ]);
    expect(await stock()).toEqual([10, 10]);
    await refunded(order, TOTAL);
    await eventually(async () => expect((await orderOf(shop, order)).paymentStatus).toBe('refunded'));
  });

  it('go back once when the whole order is canceled after them', async () => {
    const { order, tees, stock } = await bought('success');
    await cancel(order, [units(tees, 2)]);
    const whole = await shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);
    expect(whole.body).toMatchObject({ status: 'canceled', canceledAmount: usd(TOTAL) });
    expect(quantities(whole.body)).toEqual([
      [0, 3],
      [0, 1],
    ]);
    expect(await stock()).toEqual([10, 10]);
    await refunded(order, TOTAL);
  });

  it('give back no more than is left after refunds by amount', async () => {
    const { order, paymentId, tees } = await bought('success');
    await operate(shop, staff, paymentId, 'refunds', { amount: usd(TOTAL - 100), reason: 'late' });
    await cancel(order, [units(tees, 3)]);
    await refunded(order, TOTAL);
    await eventually(async () =>
      expect(await refunds(paymentId)).toEqual([
        [100, 'succeeded'],
        [TOTAL - 100, 'succeeded'],
      ]),
    );
  });
});

describe('Money that is only held', () => {
  it('is taken without the share of canceled items, and the rest is let go', async () => {
    const { order, paymentId, tees } = await bought('authorize_only');
    const canceled = await cancel(order, [units(tees, 2)]);
    expect(canceled.body).toMatchObject({ status: 'placed', paymentStatus: 'authorized' });
    const due = TOTAL - 1998 - 177;
    const more = await operate(shop, staff, paymentId, 'captures', { amount: usd(due + 1) });
    expect([more.status, more.body.code, more.body.remaining]).toEqual([
      422,
      'amount_exceeds_remaining',
      usd(due),
    ]);
    const taken = await operate(shop, staff, paymentId, 'captures');
    expect(taken.body).toMatchObject({ amount: usd(due), status: 'succeeded' });
    expect(await chargesOf(shop, order.id)).toMatchObject([
      { status: 'succeeded', captured: due, refunded: 0 },
    ]);
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'paid' });
    expect((await send(order)).body).toMatchObject({ status: 'completed' });
  });

  it('is let go when all that is still due was taken before', async () => {
    const { order, paymentId, tees } = await bought('authorize_only');
    await operate(shop, staff, paymentId, 'captures', { amount: usd(TOTAL - TEES) });
    expect((await cancel(order, [units(tees, 3)])).status).toBe(200);
    await settled(shop, order, paymentId, 'succeeded');
    expect(await chargesOf(shop, order.id)).toMatchObject([
      { status: 'succeeded', captured: TOTAL - TEES, refunded: 0 },
    ]);
    await eventually(async () => expect((await orderOf(shop, order)).paymentStatus).toBe('paid'));
  });

  it('goes back as far as more was taken than is still due', async () => {
    const { order, paymentId, tees } = await bought('authorize_only');
    await operate(shop, staff, paymentId, 'captures', { amount: usd(TOTAL - 1000) });
    await cancel(order, [units(tees, 3)]);
    await refunded(order, TEES - 1000);
    await settled(shop, order, paymentId, 'succeeded');
    await eventually(async () => expect(await clearingOf(shop, order.id)).toBe(TOTAL - TEES));
  });
});

describe('An order of which nothing is due any more', () => {
  it('counts as paid, gives the money back, and sends what is free', async () => {
    for (const method of ['success', 'authorize_only']) {
      const [tee, gift] = [await aVariant(shop, { price: 999 }), await aVariant(shop, { price: 0 })];
      const shippingMethodId = await aShippingMethod(shop, { rates: [{ price: 0 }] });
      const items = [{ variantId: tee.variantId }, { variantId: gift.variantId }];
      const order = await anOrder(shop, { items, shippingMethodId });
      await pay(shop, order, method);
      expect((await cancel(order, [units(order.items[0]!.id, 1)])).body.status).toBe('placed');
      await eventually(async () =>
        expect(await chargesOf(shop, order.id)).toMatchObject([
          method === 'success' ? { captured: 1088, refunded: 1088 } : { captured: 0, status: 'canceled' },
        ]),
      );
      await eventually(async () =>
        expect((await orderOf(shop, order)).paymentStatus).toBe(method === 'success' ? 'refunded' : 'paid'),
      );
      const seen = await orderOf(shop, order);
      expect(seen).toMatchObject({ status: 'placed', isPayable: false });
      expect((await send(order)).body).toMatchObject({ status: 'completed', fulfillmentStatus: 'fulfilled' });
    }
  });
});

describe('A refund that names items', () => {
  const refund = (paymentId: string, items: object[], more: object = {}) =>
    operate(shop, staff, paymentId, 'refunds', { items, reason: 'sold out', ...more });

  it('gives back what they come to, and takes them out of what may be sent', async () => {
    const { order, paymentId, tees, mugs, stock } = await bought('success');
    const done = await refund(paymentId, [units(tees, 2)]);
    expect([done.status, done.body]).toEqual([
      201,
      expect.objectContaining({ amount: usd(1998 + 177), status: 'succeeded', reason: 'sold out' }),
    ]);
    expect(await stock()).toEqual([9, 9]);
    const seen = await orderOf(shop, order);
    expect(seen).toMatchObject({ status: 'placed', paymentStatus: 'partially_refunded' });
    expect(seen.canceledAmount).toEqual(usd(1998 + 177));
    const sent = await send(order);
    expect(sent.body.fulfillments[0].items).toEqual(expect.arrayContaining([units(tees, 1), units(mugs, 1)]));
    expect(sent.body.status).toBe('completed');
    // However often somebody looks what is left to give back.
    for (let look = 0; look < 2; look += 1) await shop.get(PaymentResolver).resolve(paymentId);
    expect(await refunds(paymentId)).toEqual([[1998 + 177, 'succeeded']]);
    expect(await chargesOf(shop, order.id)).toMatchObject([{ refunded: 1998 + 177 }]);
  });

  it('of all of them cancels the order, and shipping follows', async () => {
    const { order, paymentId, tees, mugs } = await bought('success');
    expect((await refund(paymentId, [units(tees, 3), units(mugs, 1)])).body.amount).toEqual(usd(TEES + MUG));
    expect((await orderOf(shop, order)).status).toBe('canceled');
    await refunded(order, TOTAL);
    await eventually(async () =>
      expect(await refunds(paymentId)).toEqual([
        [SHIPPING, 'succeeded'],
        [TEES + MUG, 'succeeded'],
      ]),
    );
  });

  it('leaves nothing changed when it is refused', async () => {
    const { order, paymentId, tees, mugs, stock } = await bought('success');
    const held = await bought('authorize_only');
    await send(order, [units(tees, 2)]);
    const answers = [
      await refund(paymentId, [units(tees, 2)]),
      await refund(paymentId, [units(uuidv7(), 1)]),
      await refund(paymentId, [units(mugs, 1)], { amount: usd(1) }),
      await refund(held.paymentId, [units(held.tees, 1)]),
      await refund(paymentId, []),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'cancellation_exceeds_open'],
      [422, 'order_item_not_found'],
      [400, 'validation_failed'],
      [422, 'amount_exceeds_remaining'],
      [400, 'validation_failed'],
    ]);
    expect(await stock()).toEqual([7, 9]);
    expect(await held.stock()).toEqual([7, 9]);
    expect((await orderOf(shop, order)).cancellations).toEqual([]);
    expect((await orderOf(shop, held.order)).cancellations).toEqual([]);
    expect(await refunds(paymentId)).toEqual([]);
  });
});

describe('Items are not canceled', () => {
  it('without a key, while the whole order needs none', async () => {
    const { order, tees, stock } = await bought('success');
    const refused = await cancel(order, [units(tees, 1)], { token: staff.token });
    expect([refused.status, refused.body.code]).toEqual([400, 'idempotency_key_required']);
    expect(await stock()).toEqual([7, 9]);
    const whole = await shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);
    expect([whole.status, whole.body.status]).toEqual([200, 'canceled']);
  });

  it('twice under one key', async () => {
    const { order, tees, stock } = await bought('success');
    const options = { ...order.proof, idempotencyKey: 'one-tee' };
    const first = await cancel(order, [units(tees, 1)], options);
    const second = await cancel(order, [units(tees, 1)], options);
    expect([second.status, second.text]).toEqual([200, first.text]);
    expect(await stock()).toEqual([8, 9]);
  });

  it('by strangers, by the shopper once goods have left, or beyond what is open', async () => {
    const customer = await aCustomer(shop);
    const { order, tees, mugs, stock } = await bought('success', { customer });
    const stranger = { token: (await aCustomer(shop)).token, idempotencyKey: aKey() };
    const shopper = { token: customer.token, idempotencyKey: aKey() };
    await send(order, [units(tees, 1)]);
    const answers = [
      await cancel(order, [units(mugs, 1)], stranger),
      await cancel(order, [units(mugs, 1)], shopper),
      await cancel(order, [units(tees, 3)]),
      await cancel(order, [units(mugs, 1), units(uuidv7(), 1)]),
      await cancel(order, [units(mugs, 0)]),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [404, 'not_found'],
      [409, 'order_not_cancelable'],
      [409, 'cancellation_exceeds_open'],
      [422, 'order_item_not_found'],
      [400, 'validation_failed'],
    ]);
    expect(answers[2]!.body.items).toEqual([{ itemId: tees, requested: 3, remaining: 2 }]);
    expect(await stock()).toEqual([7, 9]);
  });

  it('of an order that waits for its payment, or is off', async () => {
    const unpaid = await anOrder(shop);
    const off = await anOrder(shop);
    await shop.http.post(`/orders/${off.id}/cancellation`, {}, off.proof);
    for (const order of [unpaid, off]) {
      const refused = await cancel(order, [units(order.items[0]!.id, 1)]);
      expect([refused.status, refused.body.code]).toEqual([409, 'order_not_cancelable']);
    }
  });
});
