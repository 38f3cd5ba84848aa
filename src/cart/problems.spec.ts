import { describe, expect, it } from 'vitest';
import { NO_STOCK } from '../inventory/index.js';
import { type CartFacts, problemsOf } from './problems.js';

const tee: CartFacts['items'][number] = {
  id: 'tee',
  title: 'Tee - M',
  quantity: 2,
  isForSale: true,
  isBeyondLimit: false,
  stock: { atMost: 5, word: 'few_left' },
  maxPerOrder: 100,
};

const ready: CartFacts = {
  isOpen: true,
  email: 'mara@example.com',
  hasAddress: true,
  isRegionKnown: true,
  hasShippingMethod: true,
  isMethodAvailable: true,
  isBeyondLimit: false,
  mostUnits: 500,
  items: [tee],
};

const codesOf = (facts: Partial<CartFacts>): string[] =>
  problemsOf({ ...ready, ...facts }).map(({ code }) => code);

describe('Problems of a cart', () => {
  it('are none when it can be ordered', () => {
    expect(problemsOf(ready)).toEqual([]);
  });

  it('come in the order in which a checkout asks', () => {
    const bare = { email: null, hasAddress: false, hasShippingMethod: false, isMethodAvailable: false };
    expect(codesOf(bare)).toEqual(['email_missing', 'address_missing', 'shipping_method_missing']);
    expect(codesOf({ ...bare, items: [] })).toEqual([
      'email_missing',
      'address_missing',
      'shipping_method_missing',
      'cart_empty',
    ]);
  });

  it('name a region that is none of the country', () => {
    expect(codesOf({ isRegionKnown: false })).toEqual(['region_unknown']);
  });

  it('name a method that does not serve the address, once there is one', () => {
    expect(codesOf({ isMethodAvailable: false })).toEqual(['shipping_method_unavailable']);
    expect(codesOf({ isMethodAvailable: false, hasAddress: false })).toEqual(['address_missing']);
  });

  it('name each item that is not for sale or not in stock', () => {
    const items = [
      tee,
      { ...tee, id: 'gone', isForSale: false, stock: NO_STOCK },
      { ...tee, id: 'short', quantity: 6 },
      { ...tee, id: 'many', quantity: 60, stock: { atMost: 40, word: 'not_enough' as const } },
      { ...tee, id: 'too-many', quantity: 101 },
      { ...tee, id: 'sold-out', stock: NO_STOCK },
    ];
    expect(problemsOf({ ...ready, items })).toEqual([
      { code: 'item_unavailable', itemId: 'gone', detail: 'Tee - M is no longer for sale.' },
      { code: 'insufficient_stock', itemId: 'short', detail: 'Only a few of Tee - M are left.' },
      { code: 'insufficient_stock', itemId: 'many', detail: 'Not so many of Tee - M are in stock.' },
      { code: 'quantity_limited', itemId: 'too-many', detail: 'One order can have at most 100 of Tee - M.' },
      { code: 'insufficient_stock', itemId: 'sold-out', detail: 'Tee - M is out of stock.' },
    ]);
  });

  it('name an order of too many units', () => {
    expect(codesOf({ mostUnits: 2 })).toEqual([]);
    expect(codesOf({ mostUnits: 1 })).toEqual(['order_too_large']);
  });

  it('leave stock aside when nobody asked for it', () => {
    expect(codesOf({ items: [{ ...tee, stock: undefined }] })).toEqual([]);
  });

  it('are one when the cart is closed', () => {
    expect(codesOf({ isOpen: false, email: null, items: [] })).toEqual(['cart_closed']);
  });
});
