import { isDeepStrictEqual } from 'node:util';
import type { StoredCart } from './carts.repository.js';

/** What a shopper tells of an order besides its items. */
export type CartDetails = Pick<
  StoredCart,
  'email' | 'shippingAddress' | 'shippingMethodId' | 'billingAddress'
>;

/** Details that a merged cart goes on without, since another cart had newer ones; null where nothing was lost. */
export type SetAside = CartDetails;

/**
 * The details of two carts that become one. Each group comes whole from one cart, the newer one where it says anything:
 * contact; shipping address with its method; billing address. A bill without an address of its own goes where the
 * goods go, so it stays with the shipping address.
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

/** What the older cart said, and the merged one says otherwise. */
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
