import { Injectable } from '@nestjs/common';
import type { Address } from '../common/address/address.js';
import { uuidv4, uuidv7 } from '../common/database/ids.js';
import { Transaction } from '../common/database/transaction.js';
import type { Money } from '../common/money/money.js';
import type { ShippingOption } from '../shipping/index.js';
import { CartClosed, CartNotReady } from './cart.errors.js';
import { CartMergingService, type MergedCart, type MergeOutcome, NO_LOSS } from './cart-merging.service.js';
import { CartOpeningService } from './cart-opening.service.js';
import { CartQuotes } from './cart-quotes.js';
import type { Quote, QuotedItem } from './quote.js';
import { CartsRepository, newCart, type Shopper, type StoredCart } from './carts.repository.js';
import type { ItemTotals, Totals } from './totals.js';

/** `total` is before tax: subtotal minus discount. */
export type TakenItem = Pick<QuotedItem, 'variantId' | 'sku' | 'title' | 'quantity' | 'unitPrice'> &
  ItemTotals;

export interface TakenCart {
  readonly alreadyOrdered: false;
  readonly cartId: string;
  readonly customerId: string | null;
  readonly email: string;
  readonly currency: string;
  readonly shippingAddress: Address;
  readonly billingAddress: Address;
  readonly shippingMethod: ShippingOption;
  readonly items: readonly TakenItem[];
  readonly totals: Totals;
  readonly shippingTax: Money;
}

export interface ReopenedCart extends Partial<MergeOutcome> {
  readonly cartId: string;
}

@Injectable()
export class CartFacade {
  constructor(
    private readonly transaction: Transaction,
    private readonly carts: CartsRepository,
    private readonly quotes: CartQuotes,
    private readonly opening: CartOpeningService,
    private readonly merging: CartMergingService,
  ) {}

  /** Marks the cart as ordered, and quotes it; the stock is not checked: the reservation decides. */
  takeForOrder(cartId: string, customerId: Shopper): Promise<TakenCart | { readonly alreadyOrdered: true }> {
    return this.transaction.run(async () => {
      const cart = await this.carts.take(cartId, customerId);
      if (cart) return takenFrom(await this.quotes.quoteForOrder(cart));

      const { status } = await this.carts.get(cartId, customerId);
      if (status !== 'ordered') throw new CartClosed();
      return { alreadyOrdered: true };
    });
  }

  /** Locks the customer's open cart, or creates it. Call it before you lock the order: carts come first. */
  async lockOpen(shopper: Shopper): Promise<void> {
    if (shopper !== undefined) await this.opening.openFor(shopper, undefined);
  }

  /** Gives an ordered cart's items back: to a guest in a new cart, to a customer in the open one. */
  async reopen(orderedCartId: string, shopper: Shopper): Promise<ReopenedCart> {
    const ordered = withNewIds(await this.carts.get(orderedCartId, shopper));
    if (shopper === undefined) return { cartId: await this.copy(ordered) };
    const { cart, ...outcome } = await this.merging.merge(ordered, shopper);
    return { cartId: cart.id, ...outcome };
  }

  /** Quotes a reopened cart as it is now, with what its reopening changed. */
  async getReopened({ cartId, ...outcome }: ReopenedCart, shopper: Shopper): Promise<MergedCart> {
    return this.merging.quote({ cart: await this.carts.get(cartId, shopper), ...NO_LOSS, ...outcome });
  }

  /** Deletes carts that were ordered. */
  forget(cartIds: readonly string[]): Promise<void> {
    return this.carts.deleteOrdered(cartIds);
  }

  /** Deletes the open carts of customers whose accounts end. */
  forgetOf(customerIds: readonly string[]): Promise<void> {
    return this.carts.deleteOpenOf(customerIds);
  }

  private async copy({ currency, items, ...ordered }: StoredCart): Promise<string> {
    const { email, shippingAddress, billingAddress, shippingMethodId } = ordered;
    const cart = { ...newCart(uuidv4(), currency), items };
    await this.carts.insert(cart);
    const details = { email, shippingAddress, billingAddress, shippingMethodId };
    await this.carts.change(cart.id, undefined, details);
    return cart.id;
  }
}

const withNewIds = (cart: StoredCart): StoredCart => ({
  ...cart,
  items: cart.items.map((item) => ({ ...item, id: uuidv7() })),
});

function takenFrom({ cart, items, totals, shippingTax, shippingMethod, problems }: Quote): TakenCart {
  const { email, shippingAddress } = cart;
  if (problems.length > 0 || email === null || shippingAddress === null || shippingMethod === undefined) {
    throw new CartNotReady(problems);
  }
  return {
    alreadyOrdered: false,
    cartId: cart.id,
    customerId: cart.customerId,
    email,
    currency: cart.currency,
    shippingAddress,
    billingAddress: cart.billingAddress ?? shippingAddress,
    shippingMethod,
    items: items.map(takenItem),
    totals,
    shippingTax,
  };
}

function takenItem(item: Quote['items'][number]): TakenItem {
  const { variantId, sku, title, quantity, unitPrice, subtotal, discount, tax, taxMillionths, total } = item;
  return { variantId, sku, title, quantity, unitPrice, subtotal, discount, tax, taxMillionths, total };
}
