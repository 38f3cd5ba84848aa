import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CartFacade, CartNotReady, type TakenCart } from '../../src/cart/index.js';
import { ProductsService } from '../../src/catalog/index.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { money } from '../../src/common/money/money.js';
import { aCustomer } from '../support/builders/accounts.js';
import { aCart, aReadyCart, ADDRESSES } from '../support/builders/carts.js';
import { aVariant } from '../support/builders/products.js';
import { aShippingMethod, aTaxRate } from '../support/builders/shipping.js';
import { setPrice } from '../support/builders/variants.js';
import { expectNoneBroken } from '../support/invariants.js';
import { openShop, type TestShop } from '../support/shop.js';

const usd = (amount: number) => money(amount, 'USD');
const unknownId = 'd9428888-122b-41e1-b85c-61f2b1f3c8a1';

let shop: TestShop;

beforeAll(async () => {
  shop = await openShop();
  await aTaxRate(shop, { country: 'DE', millionths: 190_000 });
});

afterAll(async () => {
  // Carts are taken here for orders that nobody makes.
  await expectNoneBroken(shop, 'cart');
  await shop.close();
});

const take = (id: string, customerId?: string) => shop.get(CartFacade).takeForOrder(id, customerId);

async function taken(id: string, customerId?: string): Promise<TakenCart> {
  const cart = await take(id, customerId);
  if (cart.alreadyOrdered) throw new Error('The cart was ordered before');
  return cart;
}

const statusOf = async (id: string) =>
  (await shop.sql('SELECT status, version FROM carts WHERE id = $1', [id]))[0];

describe('Taking a cart for its order', () => {
  it('gives everything that the order freezes, at the prices of now', async () => {
    const [tee, mug] = [await aVariant(shop, { price: 1000 }), await aVariant(shop, { price: 850 })];
    const shippingMethodId = await aShippingMethod(shop, {
      name: 'Parcel',
      rates: [{ country: 'DE', price: 490 }],
    });
    const id = await aReadyCart(shop, {
      items: [{ sku: tee.sku, quantity: 2 }, { sku: mug.sku }],
      address: ADDRESSES.DE,
      billingAddress: ADDRESSES.US,
      shippingMethodId,
    });
    await setPrice(shop, tee.variantId, usd(1100));
    expect(await taken(id)).toEqual({
      alreadyOrdered: false,
      cartId: id,
      customerId: null,
      email: 'mara@example.com',
      currency: 'USD',
      shippingAddress: ADDRESSES.DE,
      billingAddress: ADDRESSES.US,
      shippingMethod: { id: shippingMethodId, name: 'Parcel', price: usd(490) },
      items: [
        {
          variantId: tee.variantId,
          sku: tee.sku,
          title: tee.title,
          quantity: 2,
          unitPrice: usd(1100),
          subtotal: usd(2200),
          discount: usd(0),
          tax: usd(418),
          taxMillionths: 190_000,
          total: usd(2200),
        },
        {
          variantId: mug.variantId,
          sku: mug.sku,
          title: mug.title,
          quantity: 1,
          unitPrice: usd(850),
          subtotal: usd(850),
          discount: usd(0),
          tax: usd(162),
          taxMillionths: 190_000,
          total: usd(850),
        },
      ],
      shippingTax: usd(93),
      totals: { subtotal: usd(3050), discount: usd(0), shipping: usd(490), tax: usd(673), total: usd(4213) },
    });
    expect(await statusOf(id)).toEqual({ status: 'ordered', version: 3 });
  });

  it('bills to the shipping address unless there is another one', async () => {
    const id = await aReadyCart(shop, { items: [{ sku: (await aVariant(shop)).sku }] });
    expect((await taken(id)).billingAddress).toEqual(ADDRESSES.US);
  });

  it('costs two statements, its transaction aside', async () => {
    const items = [{ sku: (await aVariant(shop)).sku }, { sku: (await aVariant(shop)).sku }];
    const id = await aReadyCart(shop, { items });
    const statements = await shop.statementsOf(() => taken(id));
    expect(statements.filter((sql) => !/^(START|BEGIN|COMMIT)/.test(sql)).length).toBe(2);
  });

  it('says so when it was taken before', async () => {
    const id = await aReadyCart(shop, { items: [{ sku: (await aVariant(shop)).sku }] });
    await taken(id);
    expect(await take(id)).toEqual({ alreadyOrdered: true });
    expect(await statusOf(id)).toMatchObject({ status: 'ordered' });
  });

  it('is undone with the transaction that it is part of', async () => {
    const id = await aReadyCart(shop, { items: [{ sku: (await aVariant(shop)).sku }] });
    const before = await statusOf(id);
    await expect(
      shop.get(Transaction).run(async () => {
        await taken(id);
        throw new Error('no stock');
      }),
    ).rejects.toThrow('no stock');
    expect(await statusOf(id)).toEqual(before);
    expect((await shop.http.get(`/carts/${id}`)).body.problems).toEqual([]);
  });

  it('leaves the stock to the reservation', async () => {
    const id = await aReadyCart(shop, { items: [{ sku: (await aVariant(shop, { onHand: 0 })).sku }] });
    expect((await taken(id)).items).toHaveLength(1);
  });

  it('is refused with all that is missing, and leaves the cart open', async () => {
    const id = await aCart(shop);
    const refusal = await take(id).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CartNotReady);
    const { problems } = (refusal as CartNotReady).extra as { problems: { code: string }[] };
    expect(problems.map(({ code }) => code)).toEqual([
      'email_missing',
      'address_missing',
      'shipping_method_missing',
      'cart_empty',
    ]);
    expect(await statusOf(id)).toEqual({ status: 'open', version: 1 });
  });

  it.each(['item_unavailable', 'shipping_method_unavailable'])('is refused for %s', async (code) => {
    const tee = await aVariant(shop);
    const shippingMethodId = await aShippingMethod(shop);
    const id = await aReadyCart(shop, { items: [{ sku: tee.sku }], shippingMethodId });
    if (code === 'item_unavailable') await shop.get(ProductsService).archive(tee.productId);
    else await shop.sql('DELETE FROM shipping_methods WHERE id = $1', [shippingMethodId]);
    await expect(take(id)).rejects.toMatchObject({ extra: { problems: [{ code }] } });
    expect(await statusOf(id)).toMatchObject({ status: 'open' });
  });

  it('is refused for a cart that was merged', async () => {
    const { token, user } = await aCustomer(shop);
    const id = await aReadyCart(shop, { items: [{ sku: (await aVariant(shop)).sku }] });
    await shop.http.post(`/carts/${id}/claim`, undefined, { token });
    await expect(take(id, user.id)).rejects.toMatchObject({ name: 'CartClosed' });
    await expect(take(id)).rejects.toMatchObject({ name: 'NotFound' });
  });

  it("finds no cart of another customer's, and none that does not exist", async () => {
    const [mara, otto] = [await aCustomer(shop), await aCustomer(shop)];
    const id = await aReadyCart(shop, {
      customerId: mara.user.id,
      items: [{ sku: (await aVariant(shop)).sku }],
    });
    for (const who of [undefined, otto.user.id])
      await expect(take(id, who)).rejects.toMatchObject({ name: 'NotFound' });
    await expect(take(unknownId)).rejects.toMatchObject({ name: 'NotFound' });
    expect((await taken(id, mara.user.id)).customerId).toBe(mara.user.id);
    await expect(take(id)).rejects.toMatchObject({ name: 'NotFound' });
  });

  it("makes a guest's cart the customer's who orders it", async () => {
    const { user } = await aCustomer(shop);
    const id = await aReadyCart(shop, { items: [{ sku: (await aVariant(shop)).sku }] });
    expect((await taken(id, user.id)).customerId).toBe(user.id);
    expect(await take(id, user.id)).toEqual({ alreadyOrdered: true });
    await expect(take(id)).rejects.toMatchObject({ name: 'NotFound' });
  });
});
