import type { Invariant } from '../common/doctor/invariant.js';

const LEDGER: readonly Invariant[] = [
  {
    name: 'payments.ledger_balances',
    says: 'Each ledger transaction has entries, and they add up to zero in each currency.',
    sql: `SELECT booking.id, entry.currency, coalesce(sum(entry.amount), 0) AS balance
          FROM ledger_transactions AS booking LEFT JOIN ledger_entries AS entry ON entry.transaction_id = booking.id
          GROUP BY booking.id, entry.currency
          HAVING count(entry.amount) < 2 OR sum(entry.amount) <> 0
          LIMIT 20`,
  },
  {
    name: 'payments.movements_are_booked',
    says: 'Each capture and refund of a provider stands in the ledger with its amount.',
    sql: `SELECT fact.id, fact.kind, fact.amount FROM payment_transactions AS fact
          WHERE fact.kind IN ('capture', 'refund') AND NOT EXISTS (
            SELECT FROM ledger_transactions AS booking
            JOIN ledger_entries AS entry ON entry.transaction_id = booking.id AND entry.currency = fact.currency
            WHERE booking.id = fact.id AND booking.kind = fact.kind AND entry.account = 'clearing:' || fact.provider
              AND entry.amount = CASE fact.kind WHEN 'capture' THEN fact.amount ELSE -fact.amount END)
          LIMIT 20`,
  },
  {
    name: 'payments.amounts_equal_ledger',
    says: "A payment's captured and refunded amounts are those of the ledger.",
    sql: `SELECT payment.id, payment.captured_amount, booked.captured, payment.refunded_amount, booked.refunded
          FROM payments AS payment LEFT JOIN (
            SELECT fact.payment_id, coalesce(sum(entry.amount) FILTER (WHERE fact.kind = 'capture'), 0) AS captured,
                   coalesce(-sum(entry.amount) FILTER (WHERE fact.kind = 'refund'), 0) AS refunded
            FROM payment_transactions AS fact
            JOIN ledger_entries AS entry ON entry.transaction_id = fact.id AND entry.account LIKE 'clearing:%'
            GROUP BY fact.payment_id) AS booked ON booked.payment_id = payment.id
          WHERE (payment.captured_amount, payment.refunded_amount)
             <> (coalesce(booked.captured, 0), coalesce(booked.refunded, 0))
          LIMIT 20`,
  },
];

const OPERATIONS: readonly Invariant[] = [
  {
    name: 'payments.refunds_fit_captures',
    says: 'Refunds, asked for, done and settled by hand, are at most what was captured; captures at most what was authorized.',
    sql: `SELECT id, authorized_amount, captured_amount, capture_pending, refunded_amount, refund_pending FROM payments
          WHERE refunded_amount + refund_pending + settled_amount > captured_amount
             OR captured_amount + capture_pending > authorized_amount
          LIMIT 20`,
  },
  {
    name: 'payments.pending_equals_open_operations',
    says: 'What is set aside is the sum of the captures and refunds that are open.',
    sql: `SELECT payment.id, payment.capture_pending, payment.refund_pending
          FROM payments AS payment LEFT JOIN (
            SELECT payment_id, coalesce(sum(amount) FILTER (WHERE kind = 'capture'), 0) AS captures,
                   coalesce(sum(amount) FILTER (WHERE kind = 'refund'), 0) AS refunds
            FROM payment_operations WHERE status IN ('sending', 'pending')
            GROUP BY payment_id) AS open ON open.payment_id = payment.id
          WHERE (payment.capture_pending, payment.refund_pending)
             <> (coalesce(open.captures, 0), coalesce(open.refunds, 0))
          LIMIT 20`,
  },
  {
    name: 'payments.canceled_refunds_equal_operations',
    says: 'What was asked to go back for canceled items is the sum of those refunds, and at most what was canceled.',
    sql: `SELECT payment.id, payment.canceled_amount, payment.canceled_refunds, coalesce(asked.amount, 0) AS asked
          FROM payments AS payment LEFT JOIN (
            SELECT payment_id, sum(amount) AS amount FROM payment_operations WHERE is_for_canceled
            GROUP BY payment_id) AS asked ON asked.payment_id = payment.id
          WHERE payment.canceled_refunds <> coalesce(asked.amount, 0)
             OR payment.canceled_refunds > payment.canceled_amount
          LIMIT 20`,
  },
  {
    name: 'payments.refused_refunds_are_decided',
    says: 'A refund that the shop owes and the provider refused is decided on by staff within a quarter of an hour.',
    sql: `SELECT operation.id, operation.payment_id, operation.amount, operation.failure_code
          FROM payment_operations AS operation JOIN payments AS payment ON payment.id = operation.payment_id
          WHERE operation.kind = 'refund' AND operation.status = 'failed' AND operation.decision IS NULL
            AND (operation.automatic IS NOT NULL OR operation.is_for_canceled OR operation.retry_of IS NOT NULL)
            AND payment.captured_amount > payment.refunded_amount + payment.refund_pending + payment.settled_amount
            AND operation.updated_at < now() - interval '15 minutes'
          LIMIT 20`,
  },
  {
    name: 'payments.operations_are_recorded',
    says: 'Each capture or refund that succeeded is on record with its amount.',
    sql: `SELECT operation.id, operation.kind, operation.amount
          FROM payment_operations AS operation JOIN payments AS payment ON payment.id = operation.payment_id
          WHERE operation.status = 'succeeded' AND NOT EXISTS (
            SELECT FROM payment_transactions AS fact
            WHERE fact.provider = payment.provider AND fact.reference = operation.provider_reference
              AND fact.kind = operation.kind AND fact.amount = operation.amount)
          LIMIT 20`,
  },
  {
    name: 'payments.open_ones_are_looked_after',
    says: 'Recovery looks after each payment that is open, holds money, or has open captures or refunds.',
    sql: `SELECT id, status, capture_pending, refund_pending FROM payments
          WHERE check_at IS NULL AND (capture_pending > 0 OR refund_pending > 0
            OR status IN ('sending', 'requires_action', 'processing', 'unknown', 'authorized'))
          LIMIT 20`,
  },
];

const ORDERS: readonly Invariant[] = [
  {
    name: 'payments.secured_money_is_counted',
    says: 'What payments hold or took for an order is counted there, and at most its total.',
    sql: `SELECT orders.id, orders.total, orders.secured_amount, coalesce(counted.amount, 0) AS secured
          FROM orders LEFT JOIN (
            SELECT order_id, sum(secured_of(payments)) AS amount FROM payments GROUP BY order_id) AS counted
            ON counted.order_id = orders.id
          WHERE orders.secured_amount <> coalesce(counted.amount, 0) OR orders.secured_amount > orders.total
          LIMIT 20`,
  },
  {
    name: 'payments.paid_orders_have_money',
    says: 'An order that counts as authorized or paid has payments that hold or took the money.',
    sql: `SELECT orders.id, orders.payment_status, kept.authorized, kept.captured
          FROM orders LEFT JOIN (
            SELECT order_id, sum(authorized_amount) AS authorized, sum(captured_amount) AS captured
            FROM payments
            WHERE status IN ('authorized', 'succeeded')
              AND coalesce(unwind_reason NOT IN ('duplicate', 'review_rejected'), true)
            GROUP BY order_id) AS kept ON kept.order_id = orders.id
          WHERE orders.total > orders.canceled_amount
            AND orders.payment_status IN ('authorized', 'partially_paid', 'paid', 'partially_refunded')
            AND coalesce(CASE orders.payment_status WHEN 'authorized' THEN kept.authorized ELSE kept.captured END, 0)
              < CASE orders.payment_status WHEN 'paid' THEN orders.total - orders.canceled_amount ELSE 1 END
          LIMIT 20`,
  },
  {
    name: 'payments.orders_show_their_money',
    says: 'Whether an order counts as paid, in part or whole, and as refunded, is what its payments say.',
    sql: `SELECT orders.id, orders.payment_status, kept.captured, kept.refunded
          FROM orders JOIN (
            SELECT order_id, sum(captured_amount) AS captured, sum(refunded_amount) AS refunded, sum(amount - canceled_amount) AS asked,
                   bool_or(status = 'authorized') AS is_held
            FROM payments
            WHERE status IN ('authorized', 'succeeded', 'canceled')
              AND coalesce(unwind_reason NOT IN ('duplicate', 'review_rejected'), true)
              AND captured_amount > 0
            GROUP BY order_id) AS kept ON kept.order_id = orders.id
          WHERE orders.payment_status IN ('partially_paid', 'paid', 'partially_refunded', 'refunded')
            AND orders.payment_status <> CASE WHEN kept.refunded = 0 AND kept.captured < kept.asked THEN 'partially_paid'
              WHEN kept.refunded = 0 THEN 'paid'
              WHEN kept.refunded = kept.captured AND NOT kept.is_held THEN 'refunded' ELSE 'partially_refunded' END
          LIMIT 20`,
  },
  {
    name: 'payments.canceled_items_keep_no_money',
    says: 'What was taken for canceled items is on its way back within a quarter of an hour.',
    sql: `SELECT orders.id, sum(payment.captured_amount) AS captured, sum(payment.canceled_refunds) AS canceled_refunds,
                 orders.total - orders.canceled_amount AS price
          FROM payments AS payment JOIN orders ON orders.id = payment.order_id
          WHERE payment.status IN ('authorized', 'succeeded') AND payment.unwind_reason IS NULL
            AND orders.status IN ('placed', 'completed') AND orders.canceled_amount > 0
            AND orders.updated_at < now() - interval '15 minutes'
          GROUP BY orders.id
          HAVING max(payment.updated_at) < now() - interval '15 minutes'
            AND least(sum(payment.captured_amount - payment.canceled_refunds) - orders.total + orders.canceled_amount,
                      sum(payment.captured_amount - payment.refunded_amount - payment.refund_pending
                        - payment.settled_amount)) > 0
          LIMIT 20`,
  },
  {
    name: 'payments.dead_orders_keep_no_money',
    says: 'Money that belongs to no living order is on its way back within a quarter of an hour.',
    sql: `SELECT payment.id, payment.unwind_reason, orders.status
          FROM payments AS payment JOIN orders ON orders.id = payment.order_id
          WHERE (payment.unwind_reason IS NOT NULL OR orders.status IN ('canceled', 'expired'))
            AND (payment.status = 'authorized' OR payment.captured_amount > payment.refunded_amount + payment.settled_amount)
            AND payment.updated_at < now() - interval '15 minutes' AND orders.updated_at < now() - interval '15 minutes'
          LIMIT 20`,
  },
];

const BOOKS: readonly Invariant[] = [
  {
    name: 'payments.test_books_have_our_payments',
    says: 'Each settled payment with the test provider, unless it was rejected as another one, stands in its books as it is.',
    sql: `SELECT payment.id, payment.captured_amount, charge.captured, payment.refunded_amount, charge.refunded
          FROM payments AS payment LEFT JOIN test_provider.charges AS charge ON charge.key = payment.id::text
          WHERE payment.provider = 'test' AND (payment.check_at IS NULL OR payment.status = 'authorized')
            AND payment.capture_pending = 0 AND payment.refund_pending = 0 AND payment.provider_reference IS NOT NULL
            AND payment.status <> 'review'
            AND NOT coalesce(payment.unwind_reason = 'review_rejected' AND payment.failure_code IN ('mismatch', 'gone'), false)
            AND (charge.reference, charge.amount, charge.currency, charge.captured, charge.refunded) IS DISTINCT FROM
                (payment.provider_reference, coalesce(payment.accepted_amount, payment.amount), payment.currency,
                 payment.captured_amount, payment.refunded_amount)
          LIMIT 20`,
  },
  {
    name: 'payments.test_books_have_nothing_else',
    says: 'The test provider holds and keeps no money that no payment of ours knows of.',
    sql: `SELECT charge.reference, charge.status, charge.captured, charge.refunded
          FROM test_provider.charges AS charge LEFT JOIN payments AS payment ON payment.id::text = charge.key
          WHERE payment.id IS NULL AND (charge.status = 'authorized' OR charge.captured > charge.refunded)
          LIMIT 20`,
  },
];

export const PAYMENT_INVARIANTS: readonly Invariant[] = [...LEDGER, ...OPERATIONS, ...ORDERS, ...BOOKS];
