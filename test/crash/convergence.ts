import { eventually } from '../support/eventually.js';
import type { FragileShop, Journey } from './journey.js';
import type { Outcome } from './scenarios.js';

/** Only what hangs meets it, on however slow a machine. */
const LIMIT_MS = 120_000;

interface Standing {
  readonly status: string;
  readonly payment: string;
  readonly total: number;
  readonly charges: number;
  readonly kept: number;
  readonly booked: number;
  readonly units: number;
  readonly waiting: number;
}

const STANDING = `
  SELECT status, payment_status AS payment, total,
    (SELECT count(*) FROM test_provider.charges
     WHERE order_reference = orders.id::text AND captured > 0) AS charges,
    (SELECT coalesce(sum(captured - refunded), 0)::bigint FROM test_provider.charges
     WHERE order_reference = orders.id::text) AS kept,
    (SELECT coalesce(sum(amount), 0)::bigint FROM ledger_entries AS entry
     JOIN ledger_transactions AS booking ON booking.id = entry.transaction_id
     WHERE booking.order_id = orders.id AND entry.account = 'clearing:test') AS booked,
    (SELECT coalesce(-sum(quantity), 0)::bigint FROM stock_movements
     WHERE stock_movements.order_id = orders.id) AS units,
    (SELECT count(*) FROM graphile_worker.jobs) +
    (SELECT count(*) FROM idempotency_keys WHERE state = 'in_progress') AS waiting
  FROM orders WHERE id = $1`;

/** Waits until the shop, the provider and the client agree that the order ended so, and nothing is left to do. */
export async function converge(
  shop: FragileShop,
  journey: Journey,
  orderId: string,
  { order, kept }: Outcome,
): Promise<void> {
  await eventually(async () => {
    await shop.revive();
    const [row] = (await shop.sql(STANDING, [orderId])) as Standing[];
    if (!row) throw new Error('The order is gone');
    const expected = { all: row.total, nothing: 0 }[String(kept)] ?? Number(kept);
    const isRight =
      row.status === order[0] &&
      row.payment === order[1] &&
      row.kept === expected &&
      row.booked === expected &&
      row.units === (order[0] === 'placed' ? 1 : 0) &&
      row.charges <= 1 &&
      row.waiting === 0;
    if (isRight) return true;
    await journey.hurry();
    throw new Error(`The order does not converge: ${JSON.stringify(row)}`);
  }, LIMIT_MS);
}
