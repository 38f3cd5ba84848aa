import { isDeepStrictEqual } from 'node:util';
import type { StoredCart } from './carts.repository.js';

/** What a shopper says about an order besides its items. */
export type CartDetails = Pick<
  StoredCart,
  'email' | 'shippingAddress' | 'shippingMethodId' | 'billingAddress'
>;

/** Details that the merged cart dropped for newer ones; null where nothing was dropped. */
export type SetAside = CartDetails;

/**
 * Merges the details of two carts. Each group comes whole from one cart, from the newer one if it has any of it:
 * contact; shipping address with its method; billing address. A bill without its own address goes to the shipping
 * address, so it stays with that.
 */
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

/** The details of the older cart that differ in the merged one. */
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
