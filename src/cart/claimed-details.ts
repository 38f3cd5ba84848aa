import { isDeepStrictEqual } from 'node:util';
import type { StoredCart } from './carts.repository.js';

export type CartDetails = Pick<
  StoredCart,
  'email' | 'shippingAddress' | 'shippingMethodId' | 'billingAddress'
>;

export type SetAside = CartDetails;

/** Each group comes whole from one cart: contact; shipping address and method; billing address. */
export function mergedDetails(newer: CartDetails, older: CartDetails): CartDetails {
  const shipping = newer.shippingAddress !== null || newer.shippingMethodId !== null ? newer : older;
  const billing = newer.billingAddress !== null || newer.shippingAddress !== null ? newer : older;
  return {
    email: newer.email ?? older.email,
    shippingAddress: shipping.shippingAddress,
    shippingMethodId: shipping.shippingMethodId,
    billingAddress: billing.billingAddress,
  };
}

export function setAside(older: CartDetails, merged: CartDetails): SetAside {
  return {
    email: lost(older.email, merged.email),
    shippingAddress: lost(older.shippingAddress, merged.shippingAddress),
    shippingMethodId: lost(older.shippingMethodId, merged.shippingMethodId),
    billingAddress: lost(older.billingAddress, merged.billingAddress),
  };
}

const lost = <T>(before: T | null, after: T | null): T | null =>
  isDeepStrictEqual(before, after) ? null : before;
