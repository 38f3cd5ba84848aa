import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStaff } from '../support/builders/accounts.js';
import { ADDRESSES } from '../support/builders/carts.js';
import { aVariant } from '../support/builders/products.js';
import { aShippingMethod, aTaxRate } from '../support/builders/shipping.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await openShop();
  await shop.listen();
});

afterAll(() => shop.close());

const codes = (problems: readonly { code: string }[]): string[] =>
  problems.map(({ code }) => code).toSorted();
const usd = (amount: number) => ({ amount, currency: 'USD' });

/** What a guest orders and pays. */
async function bought(items: readonly object[]) {
  const cart = (await shop.network.post('/carts', { items })).body;
  await shop.network.patch(`/carts/${cart.id}`, {
    email: 'mara@example.com',
    shippingAddress: ADDRESSES.DE,
    shippingMethodId: await aShippingMethod(shop),
  });
  const placed = (await shop.network.post('/orders', { cartId: cart.id }, { idempotencyKey: 'a' })).body;
  const guest = { orderToken: placed.accessToken as string };
  await shop.network.post(
    `/orders/${placed.id}/payments`,
    { provider: 'test', paymentMethod: 'success' },
    { ...guest, idempotencyKey: 'b' },
  );
  return { placed, guest };
}

describe('A purchase', () => {
  it('goes from an empty cart to a paid order, and back to a refund', async () => {
    const tee = await aVariant(shop, { price: 1999, onHand: 5 });
    const standard = await aShippingMethod(shop, { rates: [{ country: 'US', price: 500 }] });
    await aTaxRate(shop, { country: 'US', millionths: 80_000 });
    const staff = await aStaff(shop);
    const guest = shop.network;

    const items = [{ variantId: tee.variantId, quantity: 2 }];
    const opened = await guest.post('/carts', { items });
    expect(opened.status).toBe(201);
    expect(codes(opened.body.problems)).toEqual([
      'address_missing',
      'email_missing',
      'shipping_method_missing',
    ]);
    const cart = `/carts/${opened.body.id}`;

    const addressed = await guest.patch(cart, { email: 'mara@example.com', shippingAddress: ADDRESSES.US });
    expect(addressed.status).toBe(200);

    const methods = await guest.get(`${cart}/shipping-methods`);
    expect(methods.status).toBe(200);
    expect(methods.body).toEqual({ items: [{ id: standard, name: 'Standard', price: usd(500) }] });

    const ready = await guest.patch(cart, { shippingMethodId: standard });
    expect(ready.status).toBe(200);
    expect(ready.body.problems).toEqual([]);
    const { total } = ready.body.totals;
    // Twice 19.99, shipping, and 8 % of both: 3.20 (rounded half up) and 0.40.
    expect(total).toEqual(usd(3998 + 500 + 320 + 40));

    const placed = await guest.post(
      '/orders',
      { cartId: opened.body.id, expectedTotal: total },
      { idempotencyKey: 'a' },
    );
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      status: 'pending_payment',
      paymentStatus: 'none',
      totals: { total },
    });
    expect(placed.body.number).toMatch(/^\d+$/);
    const order = `/orders/${placed.body.id}`;
    const orderToken = placed.body.accessToken as string;

    const paid = await guest.post(
      `${order}/payments`,
      { provider: 'test', paymentMethod: 'success' },
      { idempotencyKey: 'b', orderToken },
    );
    expect(paid.status).toBe(201);
    expect(paid.body).toMatchObject({ orderId: placed.body.id, status: 'succeeded', amount: total });

    const seen = await guest.get(order, { orderToken });
    expect(seen.status).toBe(200);
    expect(seen.body).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(seen.body).not.toHaveProperty('accessToken');

    const refund = await shop.network.post(
      `/payments/${paid.body.id}/refunds`,
      { reason: 'changed mind' },
      { idempotencyKey: 'c', token: staff.token },
    );
    expect(refund.status).toBe(201);
    expect(refund.body).toMatchObject({ status: 'succeeded', amount: total });

    const refunded = await guest.get(order, { orderToken });
    expect(refunded.body).toMatchObject({ paymentStatus: 'refunded' });
    await shop.doctor();
  });

  it('of goods that are sent in two parcels ends with a completed order', async () => {
    const [tee, mug] = [await aVariant(shop, { onHand: 5 }), await aVariant(shop, { onHand: 5 })];
    const staff = await aStaff(shop);
    const items = [
      { variantId: tee.variantId, quantity: 2 },
      { sku: mug.sku, quantity: 1 },
    ];
    const { placed, guest } = await bought(items);

    const [first] = placed.items;
    const begun = await shop.network.post(
      `/orders/${placed.id}/fulfillments`,
      { items: [{ itemId: first.id, quantity: 1 }], carrier: 'UPS', trackingNumber: '1Z999AA10123456784' },
      { token: staff.token, idempotencyKey: 'c' },
    );
    expect(begun.status).toBe(200);
    expect(begun.body).toMatchObject({ status: 'placed', fulfillmentStatus: 'partially_fulfilled' });

    const ended = await shop.network.post(
      `/orders/${placed.id}/fulfillments`,
      {},
      { token: staff.token, idempotencyKey: 'd' },
    );
    expect(ended.body).toMatchObject({ status: 'completed', fulfillmentStatus: 'fulfilled' });

    const seen = (await shop.network.get(`/orders/${placed.id}`, guest)).body;
    expect(seen.fulfillments).toHaveLength(2);
    expect(seen.fulfillments[0]).toMatchObject({ carrier: 'UPS', trackingNumber: '1Z999AA10123456784' });
    await shop.doctor();
  });

  it('that is canceled after it was paid gives money and stock back', async () => {
    const tee = await aVariant(shop, { onHand: 1 });
    const { placed, guest } = await bought([{ variantId: tee.variantId, quantity: 1 }]);

    const canceled = await shop.network.post(`/orders/${placed.id}/cancellation`, {}, guest);
    expect(canceled.status).toBe(200);
    expect(canceled.body.status).toBe('canceled');

    const order = await eventually(async () => {
      const { body } = await shop.network.get(`/orders/${placed.id}`, guest);
      return body.paymentStatus === 'refunded' && body;
    });
    expect(order).toMatchObject({ status: 'canceled', paymentStatus: 'refunded' });
    const again = await shop.network.post('/carts', { items: [{ variantId: tee.variantId, quantity: 1 }] });
    expect(codes(again.body.problems)).not.toContain('insufficient_stock');
    await shop.doctor();
  });
});
