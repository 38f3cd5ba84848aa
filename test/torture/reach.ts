import type { TestShop } from '../support/shop.js';

/** From here on a run that never got somewhere has tested less than it says. */
export const LONG_ENOUGH_SECONDS = 150;

/** How often the run got to each place where things can go wrong. */
export type Reached = Readonly<Record<string, number>>;

const PLACES = `
  SELECT (SELECT count(*) FROM orders WHERE status = 'placed') AS "orders placed",
    (SELECT count(*) FROM orders WHERE status = 'canceled' AND placed_at IS NULL) AS "orders canceled unpaid",
    (SELECT count(*) FROM orders WHERE status = 'canceled' AND placed_at IS NOT NULL) AS "orders canceled paid",
    (SELECT count(*) FROM orders WHERE reopened_cart_id IS NOT NULL) AS "orders reopened",
    (SELECT count(*) FROM orders WHERE status = 'expired') AS "orders expired",
    (SELECT count(*) FROM orders WHERE payment_status = 'partially_refunded') AS "orders partially refunded",
    (SELECT count(*) FROM orders WHERE payment_status = 'partially_paid') AS "orders paid in part",
    (SELECT count(*) FROM payments WHERE status = 'failed') AS "payments failed",
    (SELECT count(*) FROM payments WHERE status = 'canceled') AS "payments canceled",
    (SELECT count(*) FROM payment_transactions WHERE kind = 'authorize') AS "authorizations",
    (SELECT count(*) FROM order_events WHERE type = 'authorization_lost') AS "authorizations lost",
    (SELECT count(DISTINCT order_id) FROM order_events AS lost WHERE type = 'authorization_lost' AND EXISTS (
       SELECT FROM order_events WHERE order_id = lost.order_id AND version > lost.version
         AND payment_status IN ('authorized', 'paid'))) AS "orders paid again",
    (SELECT count(*) FROM order_events WHERE type = 'payment_confirmed') AS "reviews confirmed",
    (SELECT count(*) FROM order_events WHERE type = 'payment_rejected') AS "reviews rejected",
    (SELECT count(*) FROM order_cancellations) AS "items canceled",
    (SELECT count(*) FROM order_cancellations AS canceled WHERE EXISTS (
       SELECT FROM fulfillments WHERE order_id = canceled.order_id)) AS "items canceled of orders sent in part",
    (SELECT count(*) FROM payment_operations WHERE is_for_canceled AND idempotency_key IS NULL)
      AS "refunds of canceled items",
    (SELECT count(*) FROM payment_operations WHERE is_for_canceled AND idempotency_key IS NOT NULL)
      AS "refunds that canceled items",
    (SELECT count(*) FROM orders WHERE status = 'completed') AS "orders completed",
    (SELECT count(*) FROM payment_operations WHERE kind = 'capture' AND status = 'succeeded') AS "captures",
    (SELECT count(*) FROM payment_operations WHERE automatic IS NOT NULL) AS "automatic refunds",
    (SELECT count(*) FROM payment_webhooks WHERE status = 'applied') AS "webhooks applied",
    (SELECT count(*) FROM stock_movements WHERE kind = 'return') AS "units returned to the shelf"`;

export async function reachedIn(shop: TestShop): Promise<Reached> {
  const [places] = await shop.sql<Record<string, number>>(PLACES);
  return places!;
}

/** The places that were never reached, as violations. */
export const missedIn = (reached: Reached): string[] =>
  Object.entries(reached)
    .filter(([, times]) => times === 0)
    .map(([place]) => `The run never got to this: ${place}`);
