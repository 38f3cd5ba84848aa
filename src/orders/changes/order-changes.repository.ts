import { Injectable } from '@nestjs/common';
import { uuidv7 } from '../../common/database/ids.js';
import { Transaction } from '../../common/database/transaction.js';
import type { Actor, ChangedOrder, OrderChange } from './order-change.js';
import { AXES, type Axis, sourcesOf } from '../order-transitions.js';

@Injectable()
export class OrderChangesRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Does nothing unless ORDER_TRANSITIONS allows the step. Returns undefined for an unknown order. */
  async make(orderId: string, change: OrderChange): Promise<ChangedOrder | undefined> {
    const [order] = await this.transaction.sql<ChangedOrder>(CHANGE, [
      orderId,
      ...AXES.flatMap((axis) => target(axis, change)),
      change.closeReason ?? null,
      change.holdSeconds ?? null,
      change.isNews === true,
      uuidv7(),
      change.event,
      ...parametersOf(change.actor),
      change.note ?? null,
      change.payWithinSeconds ?? null,
    ]);
    return order;
  }
}

const parametersOf = ({ kind, userId }: Actor): unknown[] => [kind, userId ?? null];

/** Two nulls leave the axis alone. */
function target(axis: Axis, change: OrderChange): unknown[] {
  const to = change[axis];
  return to === undefined ? [null, null] : [to, sourcesOf(axis, to)];
}

// A close request ends with the order. It also ends when the money came after all, if only the expiry had requested it:
// a person's request outweighs that of the expiry, and stays until the order is canceled. An order never holds its
// stock longer than four times its usual time, however often a payment is tried.
const CHANGE = `
  WITH was AS (
    SELECT * FROM orders WHERE id = $1 FOR UPDATE
  ), changed AS (
    UPDATE orders SET
      status = coalesce($2, was.status),
      payment_status = coalesce($4, was.payment_status),
      fulfillment_status = coalesce($6, was.fulfillment_status),
      close_reason = wish.reason,
      close_requested_at = CASE WHEN wish.reason IS NOT NULL THEN coalesce(was.close_requested_at, now()) END,
      expires_at = CASE WHEN $16::integer IS NOT NULL THEN now() + make_interval(secs => $16::integer)
        WHEN hold.is_short THEN hold.until ELSE was.expires_at END,
      client_network = CASE WHEN coalesce($2, was.status) = 'pending_payment' THEN was.client_network END,
      placed_at = CASE WHEN $2 = 'placed' THEN coalesce(was.placed_at, now()) ELSE was.placed_at END,
      version = was.version + 1,
      updated_at = now()
    FROM was,
      LATERAL (SELECT CASE
        WHEN $2 IN ('canceled', 'expired') THEN NULL
        WHEN $2 = 'placed' AND was.close_reason = 'expired' THEN NULL
        WHEN was.close_reason = 'canceled' THEN 'canceled'
        ELSE coalesce($8, was.close_reason) END AS reason) AS wish,
      LATERAL (SELECT least(now() + make_interval(secs => $9::integer),
        was.created_at + 4 * make_interval(secs => $9::integer)) AS until) AS longest,
      LATERAL (SELECT longest.until, coalesce(was.status = 'pending_payment'
        AND was.expires_at < now() + make_interval(secs => $9::integer / 2)
        AND was.expires_at < longest.until, false) AS is_short) AS hold
    WHERE orders.id = was.id
      AND ($2::text IS NULL OR was.status = ANY($3::text[]))
      AND ($4::text IS NULL OR was.payment_status = ANY($5::text[]))
      AND ($6::text IS NULL OR was.fulfillment_status = ANY($7::text[]))
      AND ($10 OR hold.is_short
        OR (coalesce($2, was.status), coalesce($4, was.payment_status),
            coalesce($6, was.fulfillment_status), wish.reason)
          IS DISTINCT FROM (was.status, was.payment_status, was.fulfillment_status, was.close_reason))
    RETURNING orders.*, hold.is_short
  ), noted AS (
    INSERT INTO order_events
      (id, order_id, version, type, status, payment_status, fulfillment_status, actor, actor_id, note)
    SELECT $11::uuid, id, version, $12, status, payment_status, fulfillment_status, $13, $14::uuid, $15 FROM changed
  )
  SELECT was.id, was.number, was.customer_id AS "customerId", was.currency, was.total,
    was.canceled_amount AS "canceledAmount",
    changed.id IS NOT NULL AS "isChanged", coalesce(changed.is_short, false) AS "isProlonged",
    CASE WHEN changed.id IS NULL THEN was.close_reason ELSE changed.close_reason END AS "closeReason",
    coalesce(changed.status, was.status) AS status,
    coalesce(changed.payment_status, was.payment_status) AS "paymentStatus",
    coalesce(changed.fulfillment_status, was.fulfillment_status) AS "fulfillmentStatus",
    json_build_object('status', was.status, 'paymentStatus', was.payment_status,
      'fulfillmentStatus', was.fulfillment_status) AS before
  FROM was LEFT JOIN changed ON true`;
