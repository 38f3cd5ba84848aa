import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExpiryJobs } from '../../src/orders/closing/expiry.jobs.js';
import { anOrder } from '../support/builders/orders.js';
import { aVariant } from '../support/builders/products.js';
import { countsOf } from '../support/builders/stock.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop({ worker: false });
});
afterAll(() => shop.close());

const MANY = 2_500;
/** A run ends after a minute, and this machine may be slow; page by page there would have to be more of them. */
const RUNS = 4;
const MANY_MS = 300_000;

/** So many more orders like one that was made, with the units that they hold, all of them due; some at one moment. */
const multiply = (orderId: string, variantId: string) =>
  shop.sql(
    `WITH twin AS MATERIALIZED (
       SELECT n, gen_random_uuid() AS id, now() - interval '1 minute' - (n % 7) * interval '1 second' AS due
       FROM generate_series(1, $3::integer) AS n
     ), placed AS (
       INSERT INTO orders
       SELECT (jsonb_populate_record(orders, jsonb_build_object(
         'id', twin.id, 'cart_id', gen_random_uuid(), 'number', 'twin ' || n, 'expires_at', due))).*
       FROM orders, twin WHERE orders.id = $1
     ), held AS (
       INSERT INTO reservations (order_id, variant_id, location_id, quantity, expires_at)
       SELECT twin.id, variant_id, location_id, quantity, due FROM reservations, twin WHERE order_id = $1
     )
     UPDATE stock_levels SET reserved = reserved + $3::integer WHERE variant_id = $2`,
    [orderId, variantId, MANY],
  );

describe('Orders whose time has run out', () => {
  it('are ended in fewer runs than they fill pages', { timeout: MANY_MS }, async () => {
    const { variantId } = await aVariant(shop, { onHand: MANY + 1 });
    const { id } = await anOrder(shop, { items: [{ variantId }] });
    await multiply(id, variantId);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: MANY + 1, reserved: MANY + 1 });
    for (let run = 0; run < RUNS; run += 1) await shop.get(ExpiryJobs).expireDue();
    const states = await shop.sql(
      'SELECT status, count(*)::int AS orders FROM orders GROUP BY status ORDER BY 1',
    );
    expect(states).toEqual([
      { status: 'expired', orders: MANY },
      { status: 'pending_payment', orders: 1 },
    ]);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: MANY + 1, reserved: 1 });
  });
});
