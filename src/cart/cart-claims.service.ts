import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { CartClosed, TooManyItems } from './cart.errors.js';
import { MAX_ITEMS } from './cart.limits.js';
import { CartOpeningService } from './cart-opening.service.js';
import { CartQuotes, type Quote } from './cart-quotes.js';
import { CartsRepository, type StoredCart, type StoredItem } from './carts.repository.js';
import { type CartDetails, mergedDetails, setAside, type SetAside } from './claimed-details.js';
import { CustomerCartsRepository } from './customer-carts.repository.js';

/** A line of a guest's cart that is not sold in the customer's currency. */
export type LeftItem = Pick<StoredItem, 'variantId' | 'sku' | 'title' | 'quantity'>;

/** What a claim did besides moving items. */
interface Outcome {
  readonly setAside: SetAside;
  readonly left: readonly LeftItem[];
  /** The currency of the guest's items, when they were priced anew. */
  readonly repricedFrom: string | null;
}

export interface ClaimedCart extends Quote, Outcome {}

const NOTHING: CartDetails = {
  email: null,
  shippingAddress: null,
  shippingMethodId: null,
  billingAddress: null,
};
const NO_LOSS: Outcome = { setAside: NOTHING, left: [], repricedFrom: null };

/** How a guest's cart becomes a customer's. */
@Injectable()
export class CartClaimsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly carts: CartsRepository,
    private readonly customers: CustomerCartsRepository,
    private readonly opening: CartOpeningService,
    private readonly quotes: CartQuotes,
  ) {}

  /**
   * Moves what a guest's cart holds into the customer's one open cart, and closes it. A cart that has an owner is never
   * merged: the customer's own comes back as it is, anybody else's is not found. Claiming twice is claiming once.
   * Throws NotFound, CartClosed, TooManyItems.
   */
  claim(cartId: string, customerId: string): Promise<ClaimedCart> {
    return this.transaction.run(async () => {
      // The guest's cart is locked before the customer's. No cart is ever both, so no two claims wait for each other.
      const isMerged = await this.customers.closeGuestCart(cartId, customerId);
      const claimed = await this.carts.get(cartId, customerId);
      const { cart, ...outcome } = isMerged
        ? await this.merge(claimed, customerId)
        : { cart: await this.own(claimed, customerId), ...NO_LOSS };
      return { ...(await this.quotes.quote(cart)), ...outcome };
    });
  }

  private async merge(claimed: StoredCart, customerId: string): Promise<Outcome & { cart: StoredCart }> {
    const own = await this.opening.openFor(customerId, undefined);
    const currency = own.items.length === 0 && claimed.items.length > 0 ? claimed.currency : own.currency;
    if (currency !== own.currency) await this.customers.changeCurrency(own.id, currency);

    const { items, left } = await this.quotes.inCurrency(claimed, currency);
    await this.customers.moveItems(claimed.id, own.id, items);

    const details = await this.detailsOf(claimed, own);
    const cart = await this.carts.change(own.id, customerId, details.merged);
    if (cart.items.length > MAX_ITEMS) throw new TooManyItems();
    const isRepriced = claimed.items.length > 0 && claimed.currency !== currency;
    return { cart, setAside: details.lost, left, repricedFrom: isRepriced ? claimed.currency : null };
  }

  private async detailsOf(claimed: StoredCart, own: StoredCart) {
    const isOwnNewer = await this.customers.hasNewerDetails(own.id, claimed.id);
    const [newer, older] = isOwnNewer ? [own, claimed] : [claimed, own];
    const merged = mergedDetails(newer, older);
    return { merged, lost: setAside(older, merged) };
  }

  private async own(cart: StoredCart, customerId: string): Promise<StoredCart> {
    if (cart.status === 'open') return cart;
    if (cart.status === 'ordered') throw new CartClosed();
    return this.opening.openFor(customerId, undefined);
  }
}
