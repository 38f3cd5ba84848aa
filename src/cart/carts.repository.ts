import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { NotFound } from '../common/errors/errors.js';
import { CartClosed } from './cart.errors.js';
import type { CartItem } from './entities/cart-item.entity.js';
import type { Cart } from './entities/cart.entity.js';

export type StoredItem = Pick<CartItem, 'id' | 'variantId' | 'sku' | 'title' | 'unitPrice' | 'quantity'>;

export interface StoredCart extends Readonly<Omit<Cart, 'createdAt' | 'updatedAt' | 'detailsAt'>> {
  readonly items: readonly StoredItem[];
}

/** Undefined for a guest, who must know the id of the cart. */
export type Shopper = string | undefined;

/** An omitted field stays as it is, null clears it. */
export type CartChanges = Partial<
  Pick<Cart, 'email' | 'shippingAddress' | 'billingAddress' | 'shippingMethodId'>
>;

type Written = 'details' | 'changed' | 'ordered';

const BLANK: Omit<StoredCart, 'id' | 'currency'> = {
  customerId: null,
  status: 'open',
  email: null,
  shippingAddress: null,
  billingAddress: null,
  shippingMethodId: null,
  version: 1,
  items: [],
};

export const newCart = (id: string, currency: string): StoredCart => ({ ...BLANK, id, currency });

/** Each query checks the owner. An update writes only the columns that change. */
@Injectable()
export class CartsRepository {
  constructor(private readonly transaction: Transaction) {}

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

  async get(id: string, shopper: Shopper): Promise<StoredCart> {
    const cart = await this.find(id, shopper);
    if (!cart) throw new NotFound('cart');
    return cart;
  }

  async insert({ id, currency, items }: StoredCart): Promise<void> {
    await this.transaction.sql(
      `WITH cart AS (INSERT INTO carts (id, currency) VALUES ($1, $2) RETURNING id)
       INSERT INTO cart_items (id, cart_id, variant_id, sku, title, unit_price, quantity)
       SELECT given.id, cart.id, given."variantId", given.sku, given.title, given."unitPrice", given.quantity
       FROM cart, jsonb_to_recordset($3::jsonb)
         AS given(id uuid, "variantId" uuid, sku text, title text, "unitPrice" bigint, quantity integer)`,
      [id, currency, JSON.stringify(items)],
    );
  }

  /** Increments the version: the cart's items are about to change. */
  lockOpen(id: string, shopper: Shopper): Promise<StoredCart> {
    return this.requireOpen(id, shopper, {}, 'changed');
  }

  /** Equal values keep the version. */
  change(id: string, shopper: Shopper, changes: CartChanges): Promise<StoredCart> {
    return this.requireOpen(id, shopper, changes, 'details');
  }

  /** Only one of two concurrent orders gets the cart. A customer who orders a guest's cart becomes its owner. */
  take(id: string, shopper: Shopper): Promise<StoredCart | undefined> {
    return this.writeOpen(id, shopper, {}, 'ordered');
  }

  async deleteOrdered(ids: readonly string[]): Promise<void> {
    await this.transaction.sql(`DELETE FROM carts WHERE id = ANY($1::uuid[]) AND status = 'ordered'`, [ids]);
  }

  async deleteOpenOf(customerIds: readonly string[]): Promise<void> {
    await this.transaction.sql(`DELETE FROM carts WHERE customer_id = ANY($1::uuid[]) AND status = 'open'`, [
      customerIds,
    ]);
  }

  /** Deletes guests' open carts and merged carts that nobody touched for this many days. */
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

  private async requireOpen(id: string, shopper: Shopper, changes: CartChanges, what: Written) {
    const cart = await this.writeOpen(id, shopper, changes, what);
    if (cart) return cart;
    await this.get(id, shopper);
    throw new CartClosed();
  }

  /** Waiting for the lock makes the statement's snapshot old: the version shows it, and the cart is read again. */
  private async writeOpen(
    id: string,
    shopper: Shopper,
    changes: CartChanges,
    what: Written,
  ): Promise<StoredCart | undefined> {
    const [written] = await this.transaction.sql<StoredCart & { readonly isCurrent: boolean }>(
      `WITH seen AS (SELECT version FROM carts WHERE id = $1), wanted AS MATERIALIZED (
         SELECT id, version,
           CASE WHEN $3::jsonb ? 'email' THEN $3::jsonb ->> 'email' ELSE email END AS email,
           CASE WHEN $3::jsonb ? 'shippingAddress'
             THEN nullif($3::jsonb -> 'shippingAddress', 'null') ELSE shipping_address END AS shipping_address,
           CASE WHEN $3::jsonb ? 'billingAddress'
             THEN nullif($3::jsonb -> 'billingAddress', 'null') ELSE billing_address END AS billing_address,
           CASE WHEN $3::jsonb ? 'shippingMethodId'
             THEN ($3::jsonb ->> 'shippingMethodId')::uuid ELSE shipping_method_id END AS shipping_method_id
         FROM carts
         WHERE id = $1 AND status = 'open' AND (customer_id IS NULL OR customer_id = $2)
         FOR NO KEY UPDATE
       ), cart AS (
         UPDATE carts
         SET email = wanted.email, shipping_address = wanted.shipping_address,
             billing_address = wanted.billing_address, shipping_method_id = wanted.shipping_method_id,
             details_at = CASE WHEN $3::jsonb = '{}' THEN details_at ELSE now() END,
             customer_id = CASE WHEN $4 = 'ordered' THEN coalesce(customer_id, $2) ELSE customer_id END,
             status = CASE WHEN $4 = 'ordered' THEN 'ordered' ELSE status END,
             version = carts.version + ($4 <> 'details' OR
               (carts.email, carts.shipping_address, carts.billing_address, carts.shipping_method_id) IS DISTINCT FROM
               (wanted.email, wanted.shipping_address, wanted.billing_address, wanted.shipping_method_id))::integer,
             updated_at = now()
         FROM wanted WHERE carts.id = wanted.id
         RETURNING carts.*, wanted.version AS version_before
       )
       SELECT cart.id, cart.customer_id AS "customerId", cart.status, cart.currency, cart.email,
         cart.shipping_address AS "shippingAddress", cart.billing_address AS "billingAddress",
         cart.shipping_method_id AS "shippingMethodId", cart.version,
         (SELECT coalesce(json_agg(json_build_object('id', item.id, 'variantId', item.variant_id, 'sku', item.sku,
                   'title', item.title, 'unitPrice', item.unit_price, 'quantity', item.quantity) ORDER BY item.id), '[]')
          FROM cart_items item WHERE item.cart_id = cart.id) AS items,
         cart.version_before = seen.version AS "isCurrent"
       FROM cart, seen`,
      [id, shopper ?? null, JSON.stringify(changes), what],
    );
    if (!written) return undefined;
    const { isCurrent, ...cart } = written;
    return isCurrent ? cart : this.get(id, shopper);
  }
}
