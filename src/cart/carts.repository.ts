import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { NotFound } from '../common/errors/errors.js';
import { CartClosed } from './cart.errors.js';
import type { CartItem } from './entities/cart-item.entity.js';
import type { Cart } from './entities/cart.entity.js';

export type StoredItem = Pick<CartItem, 'id' | 'variantId' | 'sku' | 'title' | 'unitPrice' | 'quantity'>;

/** A cart as it is stored: without prices of today, tax, stock. */
export interface StoredCart extends Readonly<Omit<Cart, 'createdAt' | 'updatedAt'>> {
  readonly items: readonly StoredItem[];
}

/** Who asks for a cart: the signed-in account, or nobody, who then needs to know a guest cart's id. */
export type Shopper = string | undefined;

/** What a shopper may change of a cart; a field that is not there stays as it is, null clears it. */
export type CartChanges = Partial<
  Pick<Cart, 'email' | 'shippingAddress' | 'billingAddress' | 'shippingMethodId'>
>;

/**
 * The rows of carts. Ownership is part of each query: a guest's cart opens to whoever knows its id, a customer's cart to
 * its owner alone. What is changed is the column that was asked for, never a whole row that was read before.
 */
@Injectable()
export class CartsRepository {
  constructor(private readonly transaction: Transaction) {}

  /** The cart with its items in one statement. */
  async find(id: string, shopper: Shopper): Promise<StoredCart | undefined> {
    const [cart] = await this.transaction.sql<StoredCart>(
      `SELECT cart.id, cart.customer_id AS "customerId", cart.status, cart.currency, cart.email,
         cart.shipping_address AS "shippingAddress", cart.billing_address AS "billingAddress",
         cart.shipping_method_id AS "shippingMethodId", cart.version,
         (SELECT coalesce(json_agg(json_build_object('id', item.id, 'variantId', item.variant_id, 'sku', item.sku,
                   'title', item.title, 'unitPrice', item.unit_price, 'quantity', item.quantity) ORDER BY item.id), '[]')
          FROM cart_items item WHERE item.cart_id = cart.id) AS items
       FROM carts cart
       WHERE cart.id = $1 AND (cart.customer_id IS NULL OR cart.customer_id = $2)`,
      [id, shopper ?? null],
    );
    return cart;
  }

  /** Throws NotFound. */
  async get(id: string, shopper: Shopper): Promise<StoredCart> {
    const cart = await this.find(id, shopper);
    if (!cart) throw new NotFound('cart');
    return cart;
  }

  async findOpenIdOf(customerId: string): Promise<string | undefined> {
    const [cart] = await this.transaction.sql<{ id: string }>(
      `SELECT id FROM carts WHERE customer_id = $1 AND status = 'open'`,
      [customerId],
    );
    return cart?.id;
  }

  async insert(id: string, currency: string): Promise<void> {
    await this.transaction.sql('INSERT INTO carts (id, currency) VALUES ($1, $2)', [id, currency]);
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

  /** Locks an open cart for a change, raises its version, and reads it. Throws NotFound, CartClosed. */
  async lockOpen(id: string, shopper: Shopper): Promise<StoredCart> {
    const { count } = await this.transaction.execute(
      `UPDATE carts SET version = version + 1, updated_at = now()
       WHERE id = $1 AND status = 'open' AND (customer_id IS NULL OR customer_id = $2)`,
      [id, shopper ?? null],
    );
    return this.opened(id, shopper, count);
  }

  /** Writes the columns that are given, and reads the cart. Throws NotFound, CartClosed. */
  async change(id: string, shopper: Shopper, changes: CartChanges): Promise<StoredCart> {
    const { count } = await this.transaction.execute(
      `UPDATE carts
       SET email = CASE WHEN changed.fields ? 'email' THEN changed.fields ->> 'email' ELSE email END,
           shipping_address = CASE WHEN changed.fields ? 'shippingAddress'
             THEN nullif(changed.fields -> 'shippingAddress', 'null') ELSE shipping_address END,
           billing_address = CASE WHEN changed.fields ? 'billingAddress'
             THEN nullif(changed.fields -> 'billingAddress', 'null') ELSE billing_address END,
           shipping_method_id = CASE WHEN changed.fields ? 'shippingMethodId'
             THEN (changed.fields ->> 'shippingMethodId')::uuid ELSE shipping_method_id END,
           version = version + 1, updated_at = now()
       FROM (SELECT $3::jsonb AS fields) AS changed
       WHERE id = $1 AND status = 'open' AND (customer_id IS NULL OR customer_id = $2)`,
      [id, shopper ?? null, JSON.stringify(changes)],
    );
    return this.opened(id, shopper, count);
  }

  async changeCurrency(id: string, currency: string): Promise<void> {
    await this.transaction.sql('UPDATE carts SET currency = $2 WHERE id = $1', [id, currency]);
  }

  /**
   * Takes an open cart for its order, once: of two orders for one cart one gets it. A signed-in shopper who orders a
   * guest's cart owns it from then on. False when it is not open, or not the shopper's.
   */
  async takeOpen(id: string, shopper: Shopper): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE carts
       SET status = 'ordered', customer_id = coalesce(customer_id, $2), version = version + 1, updated_at = now()
       WHERE id = $1 AND status = 'open' AND (customer_id IS NULL OR customer_id = $2)`,
      [id, shopper ?? null],
    );
    return count === 1;
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

  /** Forgets guests' open carts and merged ones that nobody touched for so many days; at most `limit` at once. */
  async deleteForgotten(days: number, limit: number): Promise<number> {
    const { count } = await this.transaction.execute(
      `DELETE FROM carts WHERE id IN (
         SELECT id FROM carts
         WHERE (customer_id IS NULL AND status = 'open' OR status = 'merged')
           AND updated_at < now() - make_interval(days => $1)
         LIMIT $2
         FOR UPDATE SKIP LOCKED)`,
      [days, limit],
    );
    return count;
  }

  /**
   * Read by a statement of its own: after waiting for the row's lock, the statement that waited still sees the items of
   * before, and would miss the line that the other request has just added.
   */
  private async opened(id: string, shopper: Shopper, changedRows: number): Promise<StoredCart> {
    const cart = await this.get(id, shopper);
    if (changedRows === 0) throw new CartClosed();
    return cart;
  }
}
