import { Injectable } from '@nestjs/common';
import { uuidv7 } from '../common/database/ids.js';
import { Transaction } from '../common/database/transaction.js';
import type { StoredItem } from './carts.repository.js';

/** Callers hold the lock of the cart's row. */
@Injectable()
export class CartItemsRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Creates missing items. Returns the items as they are afterwards. */
  add(cartId: string, items: readonly Omit<StoredItem, 'id'>[]): Promise<StoredItem[]> {
    const rows = items.map((item) => ({ id: uuidv7(), ...item }));
    return this.transaction.sql<StoredItem>(
      `INSERT INTO cart_items AS item (id, cart_id, variant_id, sku, title, unit_price, quantity)
       SELECT given.id, $1, given."variantId", given.sku, given.title, given."unitPrice", given.quantity
       FROM jsonb_to_recordset($2::jsonb)
         AS given(id uuid, "variantId" uuid, sku text, title text, "unitPrice" bigint, quantity integer)
       ON CONFLICT (cart_id, variant_id) DO UPDATE
         SET quantity = item.quantity + excluded.quantity, sku = excluded.sku, title = excluded.title,
             unit_price = excluded.unit_price, updated_at = now()
       RETURNING item.id, item.variant_id AS "variantId", item.sku, item.title, item.unit_price AS "unitPrice",
         item.quantity`,
      [cartId, JSON.stringify(rows)],
    );
  }

  async setQuantity(cartId: string, itemId: string, quantity: number): Promise<void> {
    await this.transaction.sql(
      `WITH item AS (
         UPDATE cart_items SET quantity = $3, updated_at = now() WHERE id = $2 AND cart_id = $1 RETURNING cart_id
       )
       UPDATE carts SET version = version + 1 FROM item WHERE carts.id = item.cart_id`,
      [cartId, itemId, quantity],
    );
  }

  async delete(cartId: string, itemId: string): Promise<boolean> {
    const { count } = await this.transaction.execute(
      'DELETE FROM cart_items WHERE id = $2 AND cart_id = $1',
      [cartId, itemId],
    );
    return count === 1;
  }
}
