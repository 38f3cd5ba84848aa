import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Transaction } from '../../src/common/database/transaction.js';
import { Doctor } from '../../src/common/doctor/doctor.js';
import { aPlacedOrder } from '../support/builders/orders.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await openShop({ worker: false });
  await aPlacedOrder(shop);
});

afterAll(() => shop.close());

/** Breaks something in a transaction that is rolled back, and names the invariants that notice. */
async function noticed(statement: string): Promise<string[]> {
  const found: string[] = [];
  const undo = new Error('rolled back');
  const work = shop.get(Transaction).run(async () => {
    await shop.sql(statement);
    for (const { name, sql } of shop.get(Doctor).invariants)
      if ((await shop.sql(sql)).length > 0) found.push(name);
    throw undo;
  });
  await expect(work).rejects.toBe(undo);
  return found;
}

describe('The doctor', () => {
  it('finds nothing in a sound shop, each check under a name of its own', async () => {
    const findings = await shop.get(Doctor).examine();
    expect(findings.filter(({ rows }) => rows.length > 0)).toEqual([]);
    const names = findings.map(({ invariant }) => invariant.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(35);
  });

  it.each([
    ['orders.carts_and_orders_match', "UPDATE carts SET status = 'open'"],
    ['orders.carts_and_orders_match', 'UPDATE orders SET cart_id = id'],
    [
      'orders.state_is_the_last_of_its_history',
      `INSERT INTO order_events (id, order_id, version, type, status, payment_status, fulfillment_status, actor)
       SELECT id, id, 99, 'x', status, payment_status, fulfillment_status, 'system' FROM orders`,
    ],
    ['common.no_job_is_late', "SELECT graphile_worker.add_job('x', run_at => now() - interval '1 hour')"],
    [
      'common.deliveries_have_events',
      `SELECT graphile_worker.add_job('event', '{"eventId": "0199c5a0-0000-7000-8000-000000000000"}')`,
    ],
    ['inventory.reserved_equals_open_reservations', "UPDATE reservations SET state = 'open'"],
    ['inventory.on_hand_equals_movements', 'UPDATE stock_levels SET on_hand = on_hand + 1'],
    ['inventory.claims_left_the_shelf_once', "UPDATE reservations SET state = 'returned'"],
  ])('notices what breaks %s: %s', async (name, statement) => {
    expect(await noticed(statement)).toContain(name);
  });
});

describe('A table that may only grow', () => {
  it('is not emptied either', async () => {
    const tables = await shop.sql<{ name: string }>(
      `SELECT DISTINCT tgrelid::regclass::text AS name FROM pg_trigger
       WHERE tgfoid = 'refuse_change'::regproc AND tgtype & 1 = 1`,
    );
    expect(tables.length).toBeGreaterThanOrEqual(6);
    for (const { name } of tables) {
      await expect(shop.sql(`TRUNCATE ${name} CASCADE`)).rejects.toThrow('is append-only');
    }
  });
});
