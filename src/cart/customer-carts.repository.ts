import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { MAX_QUANTITY } from './cart.limits.js';
import type { StoredItem } from './carts.repository.js';

/** A unique index allows one open cart for each customer. */
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

  async openFor(customerId: string, newId: string, currency: string): Promise<string> {
    const [cart] = await this.transaction.sql<{ id: string }>(
      `INSERT INTO carts AS cart (id, customer_id, currency) VALUES ($1, $2, $3)
       ON CONFLICT (customer_id) WHERE status = 'open' DO UPDATE
         SET version = cart.version + 1, updated_at = now()
       RETURNING id`,
      [newId, customerId, currency],
    );
    return cart!.id;
  }

  /** The caller has locked both carts. */
  async hasNewerDetails(id: string, thanId: string): Promise<boolean> {
    const [answer] = await this.transaction.sql<{ isNewer: boolean }>(
      `SELECT coalesce(cart.details_at > other.details_at, cart.details_at IS NOT NULL) AS "isNewer"
       FROM carts AS cart, carts AS other WHERE cart.id = $1 AND other.id = $2`,
      [id, thanId],
    );
    return answer!.isNewer;
  }

  async changeCurrency(id: string, currency: string): Promise<void> {
    await this.transaction.sql('UPDATE carts SET currency = $2 WHERE id = $1', [id, currency]);
  }

  async closeGuestCart(id: string, customerId: string): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE carts SET status = 'merged', customer_id = $2, version = version + 1, updated_at = now()
       WHERE id = $1 AND status = 'open' AND customer_id IS NULL`,
      [id, customerId],
    );
    return count === 1;
  }

  async dropItems(cartId: string): Promise<void> {
    await this.transaction.sql('DELETE FROM cart_items WHERE cart_id = $1', [cartId]);
  }

  /** At the prices of this cart. The quantities of an item in both carts are added, up to the limit. */
  async addItems(cartId: string, items: readonly StoredItem[]): Promise<void> {
    await this.transaction.sql(
      `INSERT INTO cart_items AS item (id, cart_id, variant_id, sku, title, unit_price, quantity)
       SELECT given.id, $1, given."variantId", given.sku, given.title, given."unitPrice", given.quantity
       FROM jsonb_to_recordset($3::jsonb)
         AS given(id uuid, "variantId" uuid, sku text, title text, "unitPrice" bigint, quantity integer)
       ON CONFLICT (cart_id, variant_id) DO UPDATE
         SET quantity = least(item.quantity + excluded.quantity, $2), updated_at = now()`,
      [cartId, MAX_QUANTITY, JSON.stringify(items)],
    );
  }
}
