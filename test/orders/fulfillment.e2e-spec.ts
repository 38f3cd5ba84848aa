import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../src/common/database/ids.js';
import { aStaff } from '../support/builders/accounts.js';
import { aKey, anOrder, aPlacedOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import { aVariant } from '../support/builders/products.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let token: string;

beforeAll(async () => {
  shop = await openShop({ worker: false });
  ({ token } = await aStaff(shop));
});

afterAll(() => shop.close());

const send = (order: Pick<MadeOrder, 'id'>, body: object = {}, options: object = {}) =>
  shop.http.post(`/orders/${order.id}/fulfillments`, body, { token, idempotencyKey: aKey(), ...options });

const itemsOf = async () => [
  { variantId: (await aVariant(shop)).variantId, quantity: 2 },
  { variantId: (await aVariant(shop)).variantId, quantity: 1 },
];

describe('Sending an order', () => {
  it('in parts counts what has left, and completes it with the last', async () => {
    const order = await aPlacedOrder(shop, { items: await itemsOf() });
    const [tees, mug] = order.items;
    const first = await send(order, {
      items: [{ itemId: tees!.id, quantity: 1 }],
      trackingNumber: '1Z999AA10123456784',
      carrier: 'UPS',
    });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ status: 'placed', fulfillmentStatus: 'partially_fulfilled' });
    expect(first.body.fulfillments).toEqual([
      {
        id: expect.any(String),
        items: [{ itemId: tees!.id, quantity: 1 }],
        trackingNumber: '1Z999AA10123456784',
        carrier: 'UPS',
        createdAt: expect.any(String),
      },
    ]);

    const second = await send(order, { items: [{ itemId: mug!.id, quantity: 1 }] });
    expect(second.body).toMatchObject({ status: 'placed', fulfillmentStatus: 'partially_fulfilled' });

    const last = await send(order);
    expect(last.body).toMatchObject({ status: 'completed', fulfillmentStatus: 'fulfilled' });
    expect(last.body.fulfillments[2]).toMatchObject({
      items: [{ itemId: tees!.id, quantity: 1 }],
      carrier: null,
    });
    expect(last.body.items.map((item: { fulfilledQuantity: number }) => item.fulfilledQuantity)).toEqual([
      2, 1,
    ]);
    expect(last.body.history.map(({ type }: { type: string }) => type).slice(-4)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'completed',
    ]);

    const seen = await shop.http.get(`/orders/${order.id}`, order.proof);
    expect(seen.body.fulfillments).toEqual(last.body.fulfillments);
    const facts = await shop.sql(
      `SELECT payload->'isComplete' AS complete FROM outbox
       WHERE type = 'orders.order_fulfilled' AND aggregate_id = $1 ORDER BY id`,
      [order.id],
    );
    expect(facts.map(({ complete }) => complete)).toEqual([false, false, true]);
  });

  it('under a key is done once', async () => {
    const order = await aPlacedOrder(shop, { items: await itemsOf() });
    const body = { items: [{ itemId: order.items[0]!.id, quantity: 1 }] };
    const first = await send(order, body, { idempotencyKey: 'parcel' });
    const replayed = await send(order, body, { idempotencyKey: 'parcel' });
    expect([replayed.status, replayed.text]).toEqual([200, first.text]);
    expect(replayed.body.fulfillments).toHaveLength(1);
  });

  it('without a key is refused, since each click would send another parcel', async () => {
    const order = await aPlacedOrder(shop, { items: await itemsOf() });
    const body = { items: [{ itemId: order.items[0]!.id, quantity: 1 }] };
    for (let click = 0; click < 3; click += 1) {
      const refused = await send(order, body, { idempotencyKey: undefined });
      expect([refused.status, refused.body.code]).toEqual([400, 'idempotency_key_required']);
    }
    expect((await shop.http.get(`/orders/${order.id}`, order.proof)).body.fulfillments).toEqual([]);
  });

  it('before the capture waits for it to be completed', async () => {
    const order = await anOrder(shop, { items: await itemsOf() });
    const payment = await pay(shop, order, 'authorize_only');
    expect((await send(order)).body).toMatchObject({
      status: 'placed',
      paymentStatus: 'authorized',
      fulfillmentStatus: 'fulfilled',
    });
    const captured = await shop.http.post(
      `/payments/${payment.id}/captures`,
      {},
      { token, idempotencyKey: 'c' },
    );
    expect(captured.status).toBe(201);
    const { body } = await shop.http.get(`/orders/${order.id}`, order.proof);
    expect(body).toMatchObject({ status: 'completed', paymentStatus: 'paid' });
  });
});

describe('Nothing is sent', () => {
  it('of an order that is unpaid, canceled, or sent already', async () => {
    const [unpaid, canceled, sent] = [
      await anOrder(shop),
      await aPlacedOrder(shop),
      await aPlacedOrder(shop),
    ];
    await shop.http.post(`/orders/${canceled.id}/cancellation`, {}, canceled.proof);
    await send(sent);
    for (const order of [unpaid, canceled, sent]) {
      const refused = await send(order);
      expect([refused.status, refused.body.code]).toEqual([409, 'order_not_fulfillable']);
    }
  });

  it('of an order whose money has gone back', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'success');
    const refund = { reason: 'changed mind' };
    await shop.http.post(`/payments/${payment.id}/refunds`, refund, { token, idempotencyKey: 'r' });
    const refused = await send(order);
    expect([refused.status, refused.body.code]).toEqual([409, 'order_not_fulfillable']);
  });

  it('beyond what was ordered, and the answer tells what is left', async () => {
    const order = await aPlacedOrder(shop, { items: await itemsOf() });
    const [tees, mug] = order.items;
    await send(order, { items: [{ itemId: tees!.id, quantity: 1 }] });
    const refused = await send(order, {
      items: [
        { itemId: mug!.id, quantity: 1 },
        { itemId: tees!.id, quantity: 1 },
        { itemId: tees!.id, quantity: 1 },
      ],
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'fulfillment_exceeds_ordered']);
    expect(refused.body.items).toEqual([{ itemId: tees!.id, requested: 2, remaining: 1 }]);
    const { body } = await shop.http.get(`/orders/${order.id}`, order.proof);
    expect(body.items.map((item: { fulfilledQuantity: number }) => item.fulfilledQuantity)).toEqual([1, 0]);
    expect(body.fulfillments).toHaveLength(1);
  });

  it('of another order', async () => {
    const [order, other] = [await aPlacedOrder(shop), await aPlacedOrder(shop)];
    for (const itemId of [other.items[0]!.id, uuidv7()]) {
      const refused = await send(order, { items: [{ itemId, quantity: 1 }] });
      expect([refused.status, refused.body.code]).toEqual([422, 'order_item_not_found']);
    }
  });

  it('of an order that does not exist', async () => {
    expect((await send({ id: uuidv7() })).status).toBe(404);
  });

  it.each([
    [{ items: [] }],
    [{ items: [{ itemId: uuidv7(), quantity: 0 }] }],
    [{ items: [{ itemId: uuidv7(), quantity: 1.5 }] }],
    [{ items: [{ itemId: uuidv7(), quantity: '1' }] }],
    [{ items: [{ itemId: 'x', quantity: 1 }] }],
    [{ items: [{ itemId: uuidv7() }] }],
    [{ items: ['x'] }],
    [{ items: [[{ itemId: uuidv7(), quantity: 1 }]] }],
    [{ items: null }],
    [{ items: Array.from({ length: 501 }, () => ({ itemId: uuidv7(), quantity: 1 })) }],
    [{ trackingNumber: 'x'.repeat(101) }],
    [{ carrier: '' }],
    [{ carrier: null }],
    [{ trackingNumber: null }],
    [{ carrier: 'a\nb' }],
    [{ status: 'fulfilled' }],
  ])('for the body %j', async (body) => {
    expect((await send(await aPlacedOrder(shop), body)).status).toBe(400);
  });
});

describe('After all of this', () => {
  it('the books hold together', () => shop.doctor());
});
