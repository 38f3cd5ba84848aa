import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStaff, type SignedInAccount } from '../support/builders/accounts.js';
import { aKey, anOrder, type MadeOrder } from '../support/builders/orders.js';
import { chargesOf, clearingOf, usd } from '../support/builders/payments.js';
import { availableUnits, aVariant } from '../support/builders/products.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;

beforeAll(async () => {
  shop = await openShop({ env: { TEST_PROVIDER_DELAY_MS: '300' } });
  await shop.listen();
  staff = await aStaff(shop);
});

afterAll(() => shop.close());

const payWith = async (order: MadeOrder, paymentMethod: string) =>
  shop.network.post(
    `/orders/${order.id}/payments`,
    { provider: 'test', paymentMethod },
    { ...order.proof, idempotencyKey: aKey() },
  );
const seen = async (order: MadeOrder) => (await shop.network.get(`/orders/${order.id}`, order.proof)).body;
const operate = (paymentId: string, kind: 'captures' | 'refunds', body: object) =>
  shop.network.post(`/payments/${paymentId}/${kind}`, body, { token: staff.token, idempotencyKey: aKey() });

describe('The money of an order', () => {
  it('is held, taken as the goods leave, and given back in part', async () => {
    const { variantId } = await aVariant(shop, { onHand: 3, price: 1000 });
    const order = await anOrder(shop, { items: [{ variantId, quantity: 2 }] });
    expect(order.total).toEqual(usd(2500));

    const held = await payWith(order, 'authorize_only');
    expect([held.status, held.body.status]).toEqual([201, 'authorized']);
    expect(await seen(order)).toMatchObject({ status: 'placed', paymentStatus: 'authorized' });
    expect(await clearingOf(shop, order.id)).toBe(0);

    const [line] = order.items;
    const fulfill = (body: object) =>
      shop.network.post(`/orders/${order.id}/fulfillments`, body, {
        token: staff.token,
        idempotencyKey: aKey(),
      });
    await fulfill({ items: [{ itemId: line!.id, quantity: 1 }] });
    await operate(held.body.id, 'captures', { amount: usd(1500) });
    expect(await seen(order)).toMatchObject({
      paymentStatus: 'authorized',
      fulfillmentStatus: 'partially_fulfilled',
    });

    await fulfill({});
    await operate(held.body.id, 'captures', {});
    expect(await seen(order)).toMatchObject({ status: 'completed', paymentStatus: 'paid' });
    expect(await clearingOf(shop, order.id)).toBe(2500);

    const back = await operate(held.body.id, 'refunds', { amount: usd(300), reason: 'a loose thread' });
    expect(back.body).toMatchObject({ status: 'succeeded', amount: usd(300) });
    expect(await seen(order)).toMatchObject({ status: 'completed', paymentStatus: 'partially_refunded' });
    expect(await clearingOf(shop, order.id)).toBe(2200);
    await shop.doctor();
  });

  it('comes after a decline, a lost answer and a late word, and goes back when the shopper cancels', async () => {
    const { variantId } = await aVariant(shop, { onHand: 1 });
    const order = await anOrder(shop, { items: [{ variantId }] });

    expect((await payWith(order, 'decline')).body).toMatchObject({ status: 'failed' });
    const late = await payWith(order, 'delayed_failure');
    expect(late.body).toMatchObject({ status: 'processing' });
    await eventually(async () => (await seen(order)).paymentStatus === 'failed');

    const lost = await payWith(order, 'timeout');
    expect(lost.body).toMatchObject({ status: 'unknown' });
    await eventually(async () => (await seen(order)).paymentStatus === 'paid', 30_000);
    expect(await seen(order)).toMatchObject({ status: 'placed' });
    expect(await availableUnits(shop, variantId)).toBe(0);

    const canceled = await shop.network.post(`/orders/${order.id}/cancellation`, {}, order.proof);
    expect(canceled.body).toMatchObject({ status: 'canceled' });
    await eventually(async () => (await seen(order)).paymentStatus === 'refunded');
    expect(await availableUnits(shop, variantId)).toBe(1);
    expect((await chargesOf(shop, order.id)).map(({ captured, refunded }) => captured - refunded)).toEqual([
      0, 0, 0,
    ]);
    expect(await clearingOf(shop, order.id)).toBe(0);
    await shop.doctor();
  });
});
