import type { Address } from '../../../src/common/address/address.js';
import { CartOpeningService } from '../../../src/cart/cart-opening.service.js';
import { CartsService } from '../../../src/cart/carts.service.js';
import type { TestShop } from '../shop.js';
import { aShippingMethod } from './shipping.js';

/** Addresses that are complete in their countries. */
export const ADDRESSES = {
  US: {
    name: 'Mara Lind',
    line1: '350 5th Ave',
    city: 'New York',
    region: 'NY',
    postalCode: '10118',
    country: 'US',
  },
  DE: { name: 'Mara Lind', line1: 'Torstr. 1', city: 'Berlin', postalCode: '10119', country: 'DE' },
  JP: {
    name: 'Mara Lind',
    line1: '1-1 Chiyoda',
    city: 'Chiyoda',
    region: 'Tokyo',
    postalCode: '100-0001',
    country: 'JP',
  },
} as const satisfies Record<string, Address>;

export interface CartItemOptions {
  readonly variantId?: string;
  readonly sku?: string;
  /** One unless said otherwise. */
  readonly quantity?: number;
}

export interface CartOptions {
  readonly items?: readonly CartItemOptions[];
  /** Id of the account that it belongs to; a guest's when left out. */
  readonly customerId?: string;
  readonly currency?: string;
  readonly email?: string;
  readonly address?: Address;
  readonly billingAddress?: Address;
  readonly shippingMethodId?: string;
}

/** A cart with as much in it as is said; gives its id. */
export async function aCart(shop: TestShop, options: CartOptions = {}): Promise<string> {
  const { customerId, currency, email, address, billingAddress, shippingMethodId } = options;
  const items = (options.items ?? []).map((item) => ({ quantity: 1, ...item }));
  const { cart } = await shop.get(CartOpeningService).open(customerId, currency, items);
  const changes = Object.entries({ email, shippingAddress: address, billingAddress, shippingMethodId });
  const given = Object.fromEntries(changes.filter(([, value]) => value !== undefined));
  if (Object.keys(given).length > 0) await shop.get(CartsService).update(cart.id, customerId, given);
  return cart.id;
}

/** A cart that can be ordered as it is: the caller says what is in it. */
export async function aReadyCart(
  shop: TestShop,
  options: CartOptions & { readonly items: readonly CartItemOptions[] },
): Promise<string> {
  return aCart(shop, {
    email: 'mara@example.com',
    address: ADDRESSES.US,
    ...options,
    shippingMethodId: options.shippingMethodId ?? (await aShippingMethod(shop)),
  });
}
