import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { CartClosed, TooManyItems } from './cart.errors.js';
import { MAX_ITEMS } from './cart.limits.js';
import { CartOpeningService } from './cart-opening.service.js';
import { CartQuotes, type Quote } from './cart-quotes.js';
import { CartsRepository, type StoredCart } from './carts.repository.js';
import { CustomerCartsRepository } from './customer-carts.repository.js';

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
   * Throws NotFound, CartClosed, CurrencyMismatch, TooManyItems, AmountTooLarge.
   */
  claim(cartId: string, customerId: string): Promise<Quote> {
    return this.transaction.run(async () => {
      // The guest's cart is locked before the customer's. No cart is ever both, so no two claims wait for each other.
      const isMerged = await this.customers.closeGuestCart(cartId, customerId);
      const claimed = await this.carts.get(cartId, customerId);
      return this.quotes.quote(
        isMerged ? await this.merge(claimed, customerId) : await this.own(claimed, customerId),
      );
    });
  }

  private async merge(claimed: StoredCart, customerId: string): Promise<StoredCart> {
    const currency = claimed.items.length === 0 ? undefined : claimed.currency;
    const { id } = await this.opening.openFor(customerId, currency, claimed);
    await this.customers.moveItems(claimed.id, id);
    const cart = await this.carts.get(id, customerId);
    if (cart.items.length > MAX_ITEMS) throw new TooManyItems();
    return cart;
  }

  private async own(cart: StoredCart, customerId: string): Promise<StoredCart> {
    if (cart.status === 'open') return cart;
    if (cart.status === 'ordered') throw new CartClosed();
    return this.opening.openFor(customerId, undefined);
  }
}
