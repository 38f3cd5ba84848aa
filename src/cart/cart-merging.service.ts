import { Injectable } from '@nestjs/common';
import { TooManyItems } from './cart.errors.js';
import { MAX_ITEMS } from './cart.limits.js';
import { CartOpeningService } from './cart-opening.service.js';
import { CartQuotes } from './cart-quotes.js';
import type { Quote } from './quote.js';
import { CartsRepository, type StoredCart, type StoredItem } from './carts.repository.js';
import { type CartDetails, mergedDetails, setAside, type SetAside } from './claimed-details.js';
import { CustomerCartsRepository } from './customer-carts.repository.js';

export type LeftItem = Pick<StoredItem, 'variantId' | 'sku' | 'title' | 'quantity'>;

export interface MergeOutcome {
  readonly setAside: SetAside;
  readonly left: readonly LeftItem[];
  /** The former currency of the items, if they now have prices in the cart's currency. */
  readonly repricedFrom: string | null;
}

interface Merged extends MergeOutcome {
  readonly cart: StoredCart;
}

export interface MergedCart extends Quote, MergeOutcome {}

const NOTHING: CartDetails = {
  email: null,
  shippingAddress: null,
  shippingMethodId: null,
  billingAddress: null,
};

export const NO_LOSS: MergeOutcome = { setAside: NOTHING, left: [], repricedFrom: null };

@Injectable()
export class CartMergingService {
  constructor(
    private readonly carts: CartsRepository,
    private readonly customers: CustomerCartsRepository,
    private readonly opening: CartOpeningService,
    private readonly quotes: CartQuotes,
  ) {}

  /** The items keep their ids, so the closed cart must not keep them. The newer details of the two count. */
  async merge(closed: StoredCart, customerId: string): Promise<Merged> {
    const own = await this.opening.openFor(customerId, undefined);
    const currency = own.items.length === 0 && closed.items.length > 0 ? closed.currency : own.currency;
    if (currency !== own.currency) await this.customers.changeCurrency(own.id, currency);
    const { items, left } = await this.quotes.inCurrency(closed, currency);
    await this.customers.addItems(own.id, items);
    const details = await this.detailsOf(closed, own);
    const cart = await this.carts.change(own.id, customerId, details.merged);
    if (cart.items.length > MAX_ITEMS) throw new TooManyItems();
    const isRepriced = closed.items.length > 0 && closed.currency !== currency;
    return { cart, setAside: details.lost, left, repricedFrom: isRepriced ? closed.currency : null };
  }

  async quote({ cart, ...outcome }: Merged): Promise<MergedCart> {
    return { ...(await this.quotes.quote(cart)), ...outcome };
  }

  private async detailsOf(closed: StoredCart, own: StoredCart) {
    const isOwnNewer = await this.customers.hasNewerDetails(own.id, closed.id);
    const [newer, older] = isOwnNewer ? [own, closed] : [closed, own];
    const merged = mergedDetails(newer, older);
    return { merged, lost: setAside(older, merged) };
  }
}
