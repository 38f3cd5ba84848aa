import { Injectable } from '@nestjs/common';
import type { Address } from '../common/address/address.js';
import { Transaction } from '../common/database/transaction.js';
import type { Money } from '../common/money/money.js';
import type { ShippingOption } from '../shipping/index.js';
import { CartClosed, CartNotReady } from './cart.errors.js';
import { CartQuotes, type Quote, type QuotedLine } from './cart-quotes.js';
import { CartsRepository, type Shopper } from './carts.repository.js';
import type { LineTotals, Totals } from './totals.js';

/** A line as the order keeps it. `total` is what its goods cost: subtotal less discount, before tax. */
export type TakenLine = Pick<QuotedLine, 'variantId' | 'sku' | 'title' | 'quantity' | 'unitPrice'> &
  LineTotals;

/** A cart that is the caller's to order: everything at the price of this transaction. */
export interface TakenCart {
  readonly alreadyOrdered: false;
  readonly cartId: string;
  /** Null for a guest. */
  readonly customerId: string | null;
  readonly email: string;
  readonly currency: string;
  readonly shippingAddress: Address;
  readonly billingAddress: Address;
  readonly shippingMethod: ShippingOption;
  readonly lines: readonly TakenLine[];
  readonly totals: Totals;
  /** The part of `totals.tax` that is not of the lines. */
  readonly shippingTax: Money;
}

/** What other modules may ask of carts. */
@Injectable()
export class CartFacade {
  constructor(
    private readonly transaction: Transaction,
    private readonly carts: CartsRepository,
    private readonly quotes: CartQuotes,
  ) {}

  /**
   * Locks the cart, moves it from open to ordered, and quotes it again, in the caller's transaction; rolled back with
   * it. A signed-in shopper who orders a guest's cart owns it from then on. Two statements, three when it
   * had to wait. Throws NotFound for a cart that is unknown or not the shopper's, CartClosed for a merged one,
   * CartNotReady with what is missing (the stock is not: its reservation decides), AmountTooLarge.
   */
  takeForOrder(cartId: string, customerId: Shopper): Promise<TakenCart | { readonly alreadyOrdered: true }> {
    return this.transaction.run(async () => {
      const cart = await this.carts.take(cartId, customerId);
      if (cart) return takenFrom(await this.quotes.quoteForOrder(cart));

      const { status } = await this.carts.get(cartId, customerId);
      if (status !== 'ordered') throw new CartClosed();
      return { alreadyOrdered: true };
    });
  }

  /** Forgets carts that were ordered, in the caller's transaction. */
  forget(cartIds: readonly string[]): Promise<void> {
    return this.carts.deleteOrdered(cartIds);
  }
}

function takenFrom({ cart, lines, totals, shippingTax, shippingMethod, problems }: Quote): TakenCart {
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
    lines: lines.map(takenLine),
    totals,
    shippingTax,
  };
}

function takenLine(line: Quote['lines'][number]): TakenLine {
  const { variantId, sku, title, quantity, unitPrice, subtotal, discount, tax, taxMillionths, total } = line;
  return { variantId, sku, title, quantity, unitPrice, subtotal, discount, tax, taxMillionths, total };
}
