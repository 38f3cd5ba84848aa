import { Transaction } from '../../src/common/database/transaction.js';
import { Doctor } from '../../src/common/doctor/doctor.js';
import { eventually } from '../support/eventually.js';
import type { TestShop } from '../support/shop.js';
import type { Journal } from './journal.js';

const SETTLE_LIMIT_MS = 180_000;

const LEFT = `
  SELECT (SELECT count(*) FROM payments WHERE status IN ('sending', 'unknown', 'processing', 'review')) AS payments,
    (SELECT count(*) FROM payment_operations WHERE status IN ('sending', 'pending')) AS operations,
    (SELECT count(*) FROM payments WHERE unwind_reason IS NOT NULL AND status IN ('authorized', 'succeeded')
       AND refunded_amount < captured_amount) AS unwinding,
    (SELECT count(*) FROM orders WHERE status = 'pending_payment' AND close_requested_at IS NOT NULL) AS closing,
    (SELECT count(*) FROM payment_webhooks WHERE status = 'received') AS webhooks,
    (SELECT count(*) FROM graphile_worker.jobs) AS jobs,
    (SELECT count(*) FROM idempotency_keys WHERE state = 'in_progress') AS requests`;

/**
 * Lets recovery finish what crashes left, as the minutes that pass would, and staff decide what is under review; what is
 * left is a violation.
 */
export async function settle(shop: TestShop, staffToken: () => Promise<string>, journal: Journal) {
  await eventually(async () => {
    await rejectReviews(shop, await staffToken(), journal);
    await shop.sql('UPDATE payments SET check_at = now() WHERE check_at IS NOT NULL');
    await shop.sql("UPDATE idempotency_keys SET lease_until = now() WHERE state = 'in_progress'");
    await shop.sql('UPDATE graphile_worker._private_jobs SET run_at = least(run_at, now())');
    for (const job of ['events.forget_superseded_jobs', 'payments.recover']) {
      await shop.sql("SELECT graphile_worker.add_job($1, '{}', job_key => $1)", [job]);
    }
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const [left] = await shop.sql<Record<string, number>>(LEFT);
    if (Object.values(left!).every((count) => count === 0)) return true;
    throw new Error(`Left open: ${JSON.stringify(left)}`);
  }, SETTLE_LIMIT_MS).catch((error: Error) => journal.violations.push(error.message));
}

async function rejectReviews(shop: TestShop, token: string, journal: Journal): Promise<void> {
  const reviews = await shop.sql<{ id: string; order_id: string }>(
    "SELECT id, order_id FROM payments WHERE status = 'review' AND unwind_reason IS NULL",
  );
  for (const { id, order_id } of reviews) {
    const body = { decision: 'reject', reason: 'nobody has looked' };
    const answer = await shop.http.post(`/payments/${id}/review`, body, {
      token,
      idempotencyKey: `last-${id}`,
    });
    if (answer.status === 200) journal.decided(order_id, 'reject');
  }
}

/** What the provider has kept for each order. One pass over its books, however many there are. */
const KEPT = `(SELECT order_reference, sum(captured - refunded) AS amount
  FROM test_provider.charges GROUP BY order_reference)`;

/** Each is a sentence that must hold, and the rows that break it. */
const CHECKS: readonly (readonly [says: string, sql: string])[] = [
  [
    'no charge is without its payment and order',
    `SELECT charge.key FROM test_provider.charges AS charge
     LEFT JOIN payments AS payment ON payment.id::text = charge.key
     LEFT JOIN orders ON orders.id = payment.order_id WHERE charge.captured > 0 AND orders.id IS NULL`,
  ],
  [
    'nobody is charged twice for one order',
    `SELECT payment.order_id FROM test_provider.charges AS charge
     JOIN payments AS payment ON payment.id::text = charge.key
     WHERE charge.captured > charge.refunded GROUP BY 1 HAVING count(*) > 1`,
  ],
  [
    'nobody pays more than the order says',
    `SELECT payment.order_id FROM test_provider.charges AS charge
     JOIN payments AS payment ON payment.id::text = charge.key JOIN orders ON orders.id = payment.order_id
     GROUP BY 1, orders.total, orders.canceled_amount
     HAVING sum(charge.captured - charge.refunded) > orders.total - orders.canceled_amount`,
  ],
  [
    'no order is paid without its charge',
    `SELECT orders.id FROM orders LEFT JOIN ${KEPT} AS kept ON kept.order_reference = orders.id::text
     WHERE orders.payment_status = 'paid' AND orders.total - orders.canceled_amount <> coalesce(kept.amount, 0)`,
  ],
  [
    'an order that is paid in part has kept a part of its total',
    `SELECT orders.id FROM orders LEFT JOIN ${KEPT} AS kept ON kept.order_reference = orders.id::text
     WHERE orders.payment_status = 'partially_paid'
       AND coalesce(kept.amount, 0) NOT BETWEEN 1 AND orders.total - orders.canceled_amount - 1`,
  ],
  [
    'an order that is to be paid again keeps no money',
    `SELECT orders.id FROM orders JOIN ${KEPT} AS kept ON kept.order_reference = orders.id::text
     WHERE orders.status = 'placed' AND orders.payment_status IN ('none', 'failed') AND kept.amount <> 0`,
  ],
  [
    'an order that is off keeps no money',
    `SELECT orders.id FROM orders JOIN ${KEPT} AS kept ON kept.order_reference = orders.id::text
     WHERE orders.status IN ('canceled', 'expired') AND kept.amount <> 0`,
  ],
  [
    'ledger and provider agree on every payment',
    `SELECT payment.id, charge.captured, charge.refunded, booked.amount FROM payments AS payment
     JOIN test_provider.charges AS charge ON charge.key = payment.id::text
     LEFT JOIN (SELECT fact.payment_id, sum(entry.amount) AS amount
       FROM payment_transactions AS fact JOIN ledger_entries AS entry ON entry.transaction_id = fact.id
       WHERE entry.account = 'clearing:test' GROUP BY fact.payment_id) AS booked ON booked.payment_id = payment.id
     WHERE coalesce(booked.amount, 0) <> charge.captured - charge.refunded`,
  ],
];

/** Holds the shop, the provider's books and what the clients were told against one another. */
export async function audit(shop: TestShop, journal: Journal): Promise<void> {
  for (const { invariant, rows } of await shop.get(Doctor).examine()) {
    if (rows.length > 0)
      journal.violations.push(`doctor: ${invariant.name} ${JSON.stringify(rows.slice(0, 3))}`);
  }
  await auditBooks(shop, journal);
}

/** As `audit`, without the doctor. */
export async function auditBooks(shop: TestShop, journal: Journal): Promise<void> {
  await shop.get(Transaction).run(async () => {
    await shop.sql('SET LOCAL statement_timeout = 0');
    for (const [says, sql] of CHECKS) {
      const rows = await shop.sql(sql);
      if (rows.length > 0) journal.violations.push(`not so: ${says} ${JSON.stringify(rows.slice(0, 3))}`);
    }
  });
  await auditAcknowledged(shop, journal);
}

/** Every write that was acknowledged is there, exactly once. */
async function auditAcknowledged(
  shop: TestShop,
  { orders, payments, refunds, violations, canceledUnits, decisions }: Journal,
): Promise<void> {
  const canceled = await shop.sql<Counted>(
    'SELECT id AS key, canceled_quantity AS times FROM order_lines WHERE canceled_quantity > 0',
  );
  violations.push(...differing('Units canceled of line', canceled, canceledUnits));
  const decided = await shop.sql<Counted>(
    `SELECT order_id || ' ' || type AS key, count(*) AS times FROM order_events
     WHERE type IN ('payment_confirmed', 'payment_rejected') GROUP BY 1`,
  );
  violations.push(...differing('Decisions on order', decided, decisions));
  const known = new Map(
    (await shop.sql('SELECT id, cart_id, total FROM orders')).map((row) => [row.id, row]),
  );
  for (const [id, { cartId, total }] of orders) {
    const row = known.get(id);
    if (row?.cart_id !== cartId || row.total !== total) violations.push(`Order ${id} is lost or changed`);
  }
  const movements = await shop.sql<Movement>(
    'SELECT kind, movement.key, charge.key AS payment, movement.amount FROM test_provider.movements AS movement ' +
      'JOIN test_provider.charges AS charge ON charge.reference = movement.charge_reference',
  );
  const captures = groupedBy(
    movements.filter(({ kind }) => kind === 'capture'),
    ({ payment }) => payment,
  );
  for (const { paymentId, amount } of payments.values()) {
    const taken = captures.get(paymentId) ?? [];
    if (taken.length !== 1 || taken[0]!.amount !== amount)
      violations.push(`Payment ${paymentId} of ${amount} was taken as ${JSON.stringify(taken)}`);
  }
  const movementOf = groupedBy(movements, ({ key }) => key);
  for (const [id, { amount }] of refunds) {
    const given = movementOf.get(id) ?? [];
    if (given.length !== 1 || given[0]!.amount !== amount)
      violations.push(`Refund ${id} of ${amount} was given as ${JSON.stringify(given)}`);
  }
}

interface Counted {
  readonly key: string;
  readonly times: number;
}

/** What was counted otherwise than it was acknowledged, in words. */
function differing(
  what: string,
  found: readonly Counted[],
  acknowledged: ReadonlyMap<string, number>,
): string[] {
  const counts = new Map(found.map(({ key, times }) => [key, times]));
  return [...new Set([...counts.keys(), ...acknowledged.keys()])]
    .filter((key) => counts.get(key) !== acknowledged.get(key))
    .map((key) => `${what} ${key}: ${counts.get(key) ?? 0}, acknowledged ${acknowledged.get(key) ?? 0}`);
}

interface Movement {
  readonly kind: 'capture' | 'refund';
  readonly key: string;
  readonly payment: string;
  readonly amount: number;
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
