import type { Invariant } from '../common/doctor/invariant.js';

export const orderInvariants: readonly Invariant[] = [
  {
    name: 'orders.one_order_for_each_cart',
    says: 'No cart became two orders.',
    sql: `SELECT cart_id, count(*) FROM orders GROUP BY cart_id HAVING count(*) > 1 LIMIT 20`,
  },
  {
    name: 'orders.carts_and_orders_match',
    says: 'Every order was made from a cart that was ordered, until it is forgotten, and such a cart has its order.',
    sql: `SELECT orders.id AS order_id, cart.id AS cart_id, cart.status
          FROM orders FULL JOIN (SELECT id, status FROM carts WHERE status = 'ordered') AS cart
            ON cart.id = orders.cart_id
          WHERE (cart.id IS NULL AND orders.forgotten_at IS NULL) OR orders.id IS NULL LIMIT 20`,
  },
  {
    name: 'orders.every_order_has_lines',
    says: 'No order is without lines.',
    sql: `SELECT id FROM orders WHERE NOT EXISTS (SELECT FROM order_lines WHERE order_id = orders.id) LIMIT 20`,
  },
  {
    name: 'orders.totals_are_the_sum_of_their_parts',
    says: 'The totals of an order are those of its lines, with shipping and its tax, to the minor unit.',
    sql: `SELECT orders.id, orders.total, sum(line.total) + sum(line.tax) + shipping + shipping_tax AS parts
          FROM orders JOIN order_lines line ON line.order_id = orders.id
          GROUP BY orders.id
          HAVING orders.subtotal <> sum(line.subtotal) OR orders.discount <> sum(line.discount)
            OR orders.tax <> sum(line.tax) + orders.shipping_tax
            OR orders.total <> sum(line.total) + sum(line.tax) + orders.shipping + orders.shipping_tax LIMIT 20`,
  },
  {
    name: 'orders.state_is_the_last_of_its_history',
    says: 'An order stands where the last step of its history led, and no step is missing.',
    sql: `SELECT orders.id, orders.version, orders.status, orders.payment_status, orders.fulfillment_status
          FROM orders
          LEFT JOIN order_events last ON last.order_id = orders.id AND last.version = orders.version
          LEFT JOIN (SELECT order_id, count(*) AS steps FROM order_events GROUP BY order_id) AS history
            ON history.order_id = orders.id
          WHERE (last.status, last.payment_status, last.fulfillment_status)
              IS DISTINCT FROM (orders.status, orders.payment_status, orders.fulfillment_status)
            OR orders.version IS DISTINCT FROM history.steps LIMIT 20`,
  },
  {
    name: 'orders.placed_once',
    says: 'Every order that was ever placed was announced as placed exactly once, and no other; after 30 days the log may forget.',
    sql: `SELECT orders.id, orders.status, count(outbox.id) AS announced
          FROM orders
          LEFT JOIN outbox ON outbox.aggregate_id = orders.id::text AND outbox.type = 'orders.order_placed'
          GROUP BY orders.id
          HAVING count(outbox.id) <> (orders.placed_at IS NOT NULL)::integer
            AND (count(outbox.id) > 0 OR orders.placed_at > now() - interval '30 days') LIMIT 20`,
  },
  {
    name: 'orders.closed_once',
    says: 'Every canceled or expired order was announced as such exactly once, and no other; after 30 days the log may forget.',
    sql: `SELECT orders.id, orders.status, count(outbox.id) AS announced
          FROM orders
          LEFT JOIN outbox ON outbox.aggregate_id = orders.id::text
            AND outbox.type IN ('orders.order_canceled', 'orders.order_expired')
          GROUP BY orders.id
          HAVING count(outbox.id) <> (orders.status IN ('canceled', 'expired'))::integer
            AND (count(outbox.id) > 0 OR NOT EXISTS (
              SELECT FROM order_events step WHERE step.order_id = orders.id AND step.status = orders.status
                AND step.occurred_at <= now() - interval '30 days')) LIMIT 20`,
  },
  {
    name: 'orders.reopened_for_their_shoppers',
    says: 'The cart that an order was reopened as belongs to its shopper, and no two guests share one.',
    sql: `SELECT orders.id::text AS order_id, cart.id AS cart_id
          FROM orders JOIN carts cart ON cart.id = orders.reopened_cart_id
          WHERE orders.customer_id IS NOT NULL AND cart.customer_id IS DISTINCT FROM orders.customer_id
          UNION ALL
          SELECT string_agg(id::text, ', '), reopened_cart_id FROM orders
          WHERE customer_id IS NULL AND reopened_cart_id IS NOT NULL
          GROUP BY reopened_cart_id HAVING count(*) > 1
          LIMIT 20`,
  },
  {
    name: 'orders.none_is_overdue',
    says: 'No order that waits for a payment is left a quarter of an hour after its time ran out.',
    sql: `SELECT id, status, expires_at FROM unpaid_orders WHERE expires_at < now() - interval '15 minutes' LIMIT 20`,
  },
  {
    name: 'orders.stock_follows_the_order',
    says: 'An unpaid order holds its units, a placed one has them, a closed one gave them back.',
    sql: `SELECT orders.id, orders.status, line.variant_id, line.quantity, held.state, held.quantity AS held
          FROM orders
          JOIN (SELECT order_id, variant_id, sum(quantity) AS quantity, sum(canceled_quantity) AS canceled
                FROM order_lines GROUP BY order_id, variant_id)
            AS line ON line.order_id = orders.id
          LEFT JOIN (SELECT order_id, variant_id, state, sum(quantity) AS quantity, sum(returned_quantity) AS returned
                     FROM reservations GROUP BY order_id, variant_id, state)
            AS held ON held.order_id = orders.id AND held.variant_id = line.variant_id
          WHERE held.quantity IS DISTINCT FROM line.quantity
            OR (held.state = 'claimed' AND held.returned <> line.canceled AND orders.close_requested_at IS NULL)
            OR held.state IS DISTINCT FROM CASE
              WHEN orders.status = 'pending_payment' THEN 'open'
              WHEN orders.status IN ('placed', 'completed') THEN 'claimed'
              WHEN orders.placed_at IS NOT NULL THEN 'returned'
              ELSE 'released' END
          LIMIT 20`,
  },
  {
    name: 'orders.sent_units_are_in_parcels',
    says: 'The sent units of a line are those of its fulfillments, and the order knows how far it has come.',
    sql: `SELECT line.order_id, line.id, line.fulfilled_quantity, coalesce(sum(item.quantity), 0) AS in_parcels
          FROM order_lines line LEFT JOIN fulfillment_items item ON item.order_line_id = line.id
          GROUP BY line.id HAVING line.fulfilled_quantity <> coalesce(sum(item.quantity), 0)
          UNION ALL
          SELECT orders.id, NULL, sum(line.fulfilled_quantity), sum(line.quantity - line.canceled_quantity)
          FROM orders JOIN order_lines line ON line.order_id = orders.id
          WHERE orders.fulfillment_status <> 'returned'
          GROUP BY orders.id
          HAVING orders.fulfillment_status <> CASE
            WHEN sum(line.fulfilled_quantity) = 0 THEN 'unfulfilled'
            WHEN sum(line.fulfilled_quantity) < sum(line.quantity - line.canceled_quantity) THEN 'partially_fulfilled'
            ELSE 'fulfilled' END
          LIMIT 20`,
  },
  {
    name: 'orders.canceled_units_are_in_cancellations',
    says: 'The canceled units of a line are those of its cancellations, and no line has more units than were ordered.',
    sql: `SELECT line.order_id, line.id, line.canceled_quantity, coalesce(sum(item.quantity), 0) AS in_cancellations
          FROM order_lines line LEFT JOIN order_cancellation_items item ON item.order_line_id = line.id
          GROUP BY line.id
          HAVING line.canceled_quantity <> coalesce(sum(item.quantity), 0)
            OR line.fulfilled_quantity + line.canceled_quantity > line.quantity
          LIMIT 20`,
  },
  {
    name: 'orders.canceled_amounts_are_shares_of_lines',
    says: 'What is no longer due is the sum of the canceled units, and a line canceled whole gives all that it costs.',
    sql: `SELECT orders.id, orders.canceled_amount, coalesce(sum(canceled.amount), 0) AS in_cancellations
          FROM orders LEFT JOIN order_cancellations canceled ON canceled.order_id = orders.id
          GROUP BY orders.id HAVING orders.canceled_amount <> coalesce(sum(canceled.amount), 0)
          UNION ALL
          SELECT canceled.order_id, canceled.amount, sum(item.subtotal - item.discount + item.tax)
          FROM order_cancellations canceled JOIN order_cancellation_items item ON item.cancellation_id = canceled.id
          GROUP BY canceled.id HAVING canceled.amount <> sum(item.subtotal - item.discount + item.tax)
          UNION ALL
          SELECT line.order_id, line.total + line.tax, sum(item.subtotal - item.discount + item.tax)
          FROM order_lines line JOIN order_cancellation_items item ON item.order_line_id = line.id
          GROUP BY line.id
          HAVING line.canceled_quantity = line.quantity
            AND (line.subtotal, line.discount, line.tax) <> (sum(item.subtotal), sum(item.discount), sum(item.tax))
          LIMIT 20`,
  },
];
