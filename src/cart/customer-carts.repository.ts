import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { MAX_QUANTITY } from './cart.limits.js';
import type { CartChanges } from './carts.repository.js';

/** The rows of customers' carts: each customer has one that is open, which a unique index holds. */
@Injectable()
export class CustomerCartsRepository {
  constructor(private readonly transaction: Transaction) {}

  async findOpenIdOf(customerId: string): Promise<string | undefined> {
    const [cart] = await this.transaction.sql<{ id: string }>(
      `SELECT id FROM carts WHERE customer_id = $1 AND status = 'open'`,
      [customerId],
    );
    return cart?.id;
  }

  /**
   * The id of the customer's one open cart, made when there is none, and locked either way. What `from` holds fills only
   * what the cart does not say itself.
   */
  async openFor(
    customerId: string,
    newId: string,
    currency: string,
    from: CartChanges = {},
  ): Promise<string> {
    const [cart] = await this.transaction.sql<{ id: string }>(
      `INSERT INTO carts AS cart
         (id, customer_id, currency, email, shipping_address, billing_address, shipping_method_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (customer_id) WHERE status = 'open' DO UPDATE
         SET email = coalesce(cart.email, excluded.email),
             shipping_address = coalesce(cart.shipping_address, excluded.shipping_address),
             billing_address = coalesce(cart.billing_address, excluded.billing_address),
             shipping_method_id = coalesce(cart.shipping_method_id, excluded.shipping_method_id),
             version = cart.version + 1, updated_at = now()
       RETURNING id`,
      [
        newId,
        customerId,
        currency,
        from.email ?? null,
        from.shippingAddress ?? null,
        from.billingAddress ?? null,
        from.shippingMethodId ?? null,
      ],
    );
    return cart!.id;
  }

  async changeCurrency(id: string, currency: string): Promise<void> {
    await this.transaction.sql('UPDATE carts SET currency = $2 WHERE id = $1', [id, currency]);
  }

  /** Closes a guest's open cart for the customer who claims it. False for any other cart. */
  async closeGuestCart(id: string, customerId: string): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE carts SET status = 'merged', customer_id = $2, version = version + 1, updated_at = now()
       WHERE id = $1 AND status = 'open' AND customer_id IS NULL`,
      [id, customerId],
    );
    return count === 1;
  }

  /** Moves all lines of a cart to another one; a variant that is there already gets the sum, up to the most it may. */
  async moveItems(fromCartId: string, toCartId: string): Promise<void> {
    await this.transaction.sql(
      `WITH moved AS (DELETE FROM cart_items WHERE cart_id = $1 RETURNING *)
       INSERT INTO cart_items AS item (id, cart_id, variant_id, sku, title, unit_price, quantity)
       SELECT id, $2, variant_id, sku, title, unit_price, quantity FROM moved
       ON CONFLICT (cart_id, variant_id) DO UPDATE
         SET quantity = least(item.quantity + excluded.quantity, $3), updated_at = now()`,
      [fromCartId, toCartId, MAX_QUANTITY],
    );
  }
}
