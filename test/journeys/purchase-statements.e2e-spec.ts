import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESSES } from '../support/builders/carts.js';
import { aVariant } from '../support/builders/products.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await openShop({ worker: false });
});

afterAll(() => shop.close());

describe('A whole purchase', () => {
  it('takes at most 40 statements of the database, BEGIN and COMMIT counted', async () => {
    const [tee, mug] = [await aVariant(shop), await aVariant(shop)];
    const shippingMethodId = await aShippingMethod(shop);
    const { http } = shop;
    const buy = async (): Promise<void> => {
      const items = [tee, mug].map(({ variantId }) => ({ variantId, quantity: 1 }));
      const { id } = (await http.post('/carts', { items })).body;
      await http.patch(`/carts/${id}`, { email: 'mara@example.com', shippingAddress: ADDRESSES.US });
      await http.get(`/carts/${id}/shipping-methods`);
      const { totals } = (await http.patch(`/carts/${id}`, { shippingMethodId })).body;
      const order = (
        await http.post('/orders', { cartId: id, expectedTotal: totals.total }, { idempotencyKey: id })
      ).body;
      const orderToken = order.accessToken;
      const payment = { provider: 'test', paymentMethod: 'success' };
      await http.post(`/orders/${order.id}/payments`, payment, { orderToken, idempotencyKey: 'pay' });
      const { body } = await http.get(`/orders/${order.id}`, { orderToken });
      expect(body.paymentStatus).toBe('paid');
    };
    const statements = await shop.statementsOf(buy);
    expect(statements.length, statements.join('\n---\n')).toBeLessThanOrEqual(40);
  });
});
