import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { CartClosed } from './cart.errors.js';
import { CartMergingService, type MergedCart, NO_LOSS } from './cart-merging.service.js';
import { CartOpeningService } from './cart-opening.service.js';
import { CartsRepository, type StoredCart } from './carts.repository.js';
import { CustomerCartsRepository } from './customer-carts.repository.js';

@Injectable()
export class CartClaimsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly carts: CartsRepository,
    private readonly customers: CustomerCartsRepository,
    private readonly opening: CartOpeningService,
    private readonly merging: CartMergingService,
  ) {}

  /** Moves a guest's items into the customer's open cart, once. A cart that already has an owner is never merged. */
  claim(cartId: string, customerId: string): Promise<MergedCart> {
    return this.transaction.run(async () => {
      // Locks the guest's cart before the customer's. No cart is ever both, so two claims cannot deadlock.
      const isMerged = await this.customers.closeGuestCart(cartId, customerId);
      const claimed = await this.carts.get(cartId, customerId);
      if (!isMerged) return this.merging.quote({ cart: await this.own(claimed, customerId), ...NO_LOSS });
      await this.customers.dropItems(claimed.id);
      return this.merging.quote(await this.merging.merge(claimed, customerId));
    });
  }

  private async own(cart: StoredCart, customerId: string): Promise<StoredCart> {
    if (cart.status === 'open') return cart;
    if (cart.status === 'ordered') throw new CartClosed();
    return this.opening.openFor(customerId, undefined);
  }
}
