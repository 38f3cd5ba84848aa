import { Injectable } from '@nestjs/common';
import { uuidv7 } from '../../common/database/ids.js';
import { Transaction } from '../../common/database/transaction.js';
import { IsNull } from 'typeorm';
import { Order } from '../entities/order.entity.js';
import { OrderPartsRepository } from '../order-parts.repository.js';

type GivenByDatabase = Pick<
  Order,
  'number' | 'createdAt' | 'updatedAt' | 'expiresAt' | 'placedAt' | 'version'
>;

@Injectable()
export class PlacementRepository {
  constructor(
    private readonly transaction: Transaction,
    private readonly parts: OrderPartsRepository,
  ) {}

  /** For the cart's owner: the guest who holds its id, or the customer. */
  async findByCart(cartId: string, customerId: string | undefined): Promise<Order | null> {
    const guest = { cartId, customerId: IsNull() };
    const where = customerId === undefined ? guest : [{ cartId, customerId }, guest];
    const order = await this.transaction.manager.findOne(Order, { where });
    if (order) await this.parts.addTo([order]);
    return order;
  }

  /** In one statement. Returns false, and writes nothing, when the cart already is an order. */
  async insert(order: Order, holdSeconds: number): Promise<boolean> {
    const [given] = await this.transaction.sql<GivenByDatabase>(INSERT, [
      JSON.stringify(order),
      holdSeconds,
      uuidv7(),
    ]);
    if (!given) return false;
    Object.assign(order, given);
    return true;
  }
}

const INSERT = `
  WITH placed AS (
    INSERT INTO orders
      (id, cart_id, customer_id, email, currency, subtotal, discount, shipping, shipping_tax, tax, total,
       shipping_address, billing_address, shipping_method_id, shipping_method_name, client_network,
       status, payment_status, placed_at, expires_at)
    SELECT o.id, o."cartId", o."customerId", o.email, o.currency,
      o.subtotal, o.discount, o.shipping, o."shippingTax", o.tax, o.total,
      o."shippingAddress", o."billingAddress", o."shippingMethodId", o."shippingMethodName",
      CASE WHEN o.status = 'pending_payment' THEN o."clientNetwork" END,
      o.status, o."paymentStatus", CASE WHEN o.status = 'placed' THEN now() END,
      now() + make_interval(secs => $2::integer)
    FROM json_to_record($1::json) AS o
      (id uuid, "cartId" uuid, "customerId" uuid, email text, currency text,
       subtotal bigint, discount bigint, shipping bigint, "shippingTax" bigint, tax bigint, total bigint,
       "shippingAddress" json, "billingAddress" json, "shippingMethodId" uuid, "shippingMethodName" text,
       "clientNetwork" text, status text, "paymentStatus" text)
    ON CONFLICT (cart_id) DO NOTHING
    RETURNING *
  ), lines AS (
    INSERT INTO order_lines
      (id, order_id, position, variant_id, sku, title, quantity, unit_price,
       subtotal, discount, tax, tax_millionths, total)
    SELECT l.id, placed.id, l.position, l."variantId", l.sku, l.title, l.quantity, l."unitPrice",
      l.subtotal, l.discount, l.tax, l."taxMillionths", l.total
    FROM placed, json_to_recordset($1::json -> 'lines') AS l
      (id uuid, position integer, "variantId" uuid, sku text, title text, quantity integer, "unitPrice" bigint,
       subtotal bigint, discount bigint, tax bigint, "taxMillionths" integer, total bigint)
  ), noted AS (
    INSERT INTO order_events
      (id, order_id, version, type, status, payment_status, fulfillment_status, actor, actor_id)
    SELECT $3::uuid, id, version, 'created', status, payment_status, fulfillment_status, 'shopper', customer_id FROM placed
  )
  SELECT number, version, created_at AS "createdAt", updated_at AS "updatedAt", expires_at AS "expiresAt",
    placed_at AS "placedAt"
  FROM placed`;
