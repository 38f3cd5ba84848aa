import { describe, expect, it } from 'vitest';
import { type CartDetails, mergedDetails, setAside } from './claimed-details.js';

const nothing: CartDetails = {
  email: null,
  shippingAddress: null,
  shippingMethodId: null,
  billingAddress: null,
};
const place = (city: string) => ({ name: 'Mara', line1: '1 Main St', city, country: 'GH' });
const older: CartDetails = {
  email: 'old@example.com',
  shippingAddress: place('Old'),
  shippingMethodId: 'old',
  billingAddress: place('Old bill'),
};

describe('Details of two carts', () => {
  it('are the older ones where the newer cart says nothing', () => {
    expect(mergedDetails(nothing, older)).toEqual(older);
    expect(setAside(older, older)).toEqual(nothing);
  });

  it('keep shipping address and method together, and send the bill after the goods', () => {
    const newer = { ...nothing, shippingAddress: place('New') };
    const merged = mergedDetails(newer, older);

    expect(merged).toEqual({ ...newer, email: older.email });
    expect(setAside(older, merged)).toEqual({ ...older, email: null });
  });

  it('never pair a method with the address of another cart', () => {
    const merged = mergedDetails({ ...nothing, shippingMethodId: 'new' }, older);

    expect(merged).toEqual({ ...older, shippingAddress: null, shippingMethodId: 'new' });
  });

  it('take a newer bill alone', () => {
    const merged = mergedDetails({ ...nothing, billingAddress: place('New bill') }, older);

    expect(merged).toEqual({ ...older, billingAddress: place('New bill') });
  });
});
