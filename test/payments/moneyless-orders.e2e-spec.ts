import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MoneylessOrdersJobs } from '../../src/payments/recovery/moneyless-orders.jobs.js';
import { aCustomer } from '../support/builders/accounts.js';
import { anOrder, aPlacedOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import { openBeside, openShop, type TestShop } from '../support/shop.js';

const HANGING = ['order_lines', 'order_events', 'reservations', 'payments'];

describe('Orders that ended a year ago without any money', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop({ worker: false });
  });
  afterAll(() => shop.close());

  const cancel = async (order: MadeOrder): Promise<MadeOrder> => {
    const { status } = await shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);
    expect(status).toBe(200);
    return order;
  };
  const age = (order: MadeOrder, days: number) =>
    shop.sql('UPDATE orders SET updated_at = now() - make_interval(days => $2) WHERE id = $1', [
      order.id,
      days,
    ]);
  const remove = (by = shop) => by.get(MoneylessOrdersJobs).removeMoneyless();
  const isThere = async ({ id }: MadeOrder) =>
    (await shop.sql('SELECT FROM orders WHERE id = $1', [id])).length === 1;
  const removed = async (): Promise<number> => {
    const { text } = await shop.http.get('/metrics');
    return Number(/^cartwright_unpaid_orders_removed_total (\d+)$/m.exec(text)![1]);
  };
  const levels = () => shop.sql('SELECT variant_id, on_hand, reserved FROM stock_levels ORDER BY variant_id');

  it('go with all that hangs on them, of guests and customers, with attempts that were refused', async () => {
    const customer = await aCustomer(shop);
    const declined = await anOrder(shop);
    await pay(shop, declined, 'decline');
    const orders = [await anOrder(shop), await anOrder(shop, { customer }), declined];
    for (const order of orders) await age(await cancel(order), 366);
    await shop.doctor();
    const [stock, before] = [await levels(), await removed()];
    await remove();
    for (const order of orders) {
      expect(await isThere(order)).toBe(false);
      for (const table of HANGING)
        expect(await shop.sql(`SELECT FROM ${table} WHERE order_id = $1`, [order.id])).toEqual([]);
      expect(await shop.sql('SELECT FROM carts WHERE id = $1', [order.cartId])).toEqual([]);
      expect((await shop.http.get(`/orders/${order.id}`, order.proof)).status).toBe(404);
    }
    expect(await removed()).toBe(before + 3);
    expect(await levels()).toEqual(stock);
    await shop.doctor();
  });

  it('leave their numbers behind, which nothing gets again', async () => {
    const order = await anOrder(shop);
    await age(await cancel(order), 366);
    await remove();
    expect(Number((await anOrder(shop)).number)).toBeGreaterThan(Number(order.number));
  });

  it('are all that goes: none that waits, is young, was placed, or for which money was ever seen', async () => {
    const refunded = await cancel(await aPlacedOrder(shop));
    const voided = await anOrder(shop);
    await pay(shop, voided, 'authorize_only');
    const lost = await anOrder(shop);
    await pay(shop, lost, 'decline');
    await cancel(lost);
    const undecided = await anOrder(shop);
    await pay(shop, undecided, 'decline');
    await cancel(undecided);
    await shop.sql(`UPDATE payments SET status = 'unknown', check_at = now() WHERE order_id = $1`, [
      undecided.id,
    ]);
    // A provider's fact that came after the order had ended.
    await shop.sql(
      `INSERT INTO payment_transactions (id, payment_id, provider, reference, kind, currency, amount)
       SELECT gen_random_uuid(), id, provider, 'late', 'authorize', currency, amount FROM payments WHERE order_id = $1`,
      [lost.id],
    );
    const old = [
      await anOrder(shop),
      await aPlacedOrder(shop),
      refunded,
      await cancel(voided),
      lost,
      undecided,
    ];
    const young = await cancel(await anOrder(shop));
    for (const order of old) await age(order, 4000);
    await age(young, 364);
    await remove();
    for (const order of [...old, young]) {
      expect(await isThere(order)).toBe(true);
      expect(await shop.sql('SELECT FROM order_lines WHERE order_id = $1', [order.id])).toHaveLength(1);
    }
    expect(await shop.sql('SELECT FROM payments WHERE order_id = $1', [lost.id])).toHaveLength(1);
  });

  it('keep the attempts that were refused, when another one brought money', async () => {
    const order = await anOrder(shop);
    await pay(shop, order, 'decline');
    await pay(shop, order, 'success');
    // As a defect might leave it: the order says that nothing was paid.
    await shop.sql(
      `UPDATE orders SET status = 'canceled', placed_at = NULL, payment_status = 'failed' WHERE id = $1`,
      [order.id],
    );
    await age(order, 4000);
    await remove();
    expect(await isThere(order)).toBe(true);
    expect(await shop.sql('SELECT FROM payments WHERE order_id = $1', [order.id])).toHaveLength(2);
  });

  it('are the only ones that the database lets go, whoever asks', async () => {
    const attempt = async ({ id }: MadeOrder) =>
      shop.sql(
        `WITH steps AS (DELETE FROM order_events WHERE order_id = $1),
           lines AS (DELETE FROM order_lines WHERE order_id = $1)
         DELETE FROM orders WHERE id = $1`,
        [id],
      );
    const declined = await anOrder(shop);
    await pay(shop, declined, 'decline');
    await cancel(declined);
    const holding = await cancel(await anOrder(shop));
    await shop.sql(`UPDATE reservations SET state = 'claimed' WHERE order_id = $1`, [holding.id]);
    const moneyless = await cancel(await anOrder(shop));
    for (const order of [
      await anOrder(shop),
      await aPlacedOrder(shop),
      await cancel(await aPlacedOrder(shop)),
      declined,
      holding,
    ])
      await expect(attempt(order)).rejects.toThrow('part of the books');
    await expect(shop.sql('DELETE FROM order_events WHERE order_id = $1', [moneyless.id])).rejects.toThrow(
      'append-only',
    );
    await attempt(moneyless);
    expect(await isThere(moneyless)).toBe(false);
  });

  it('stay where the setting is 0', async () => {
    const order = await cancel(await anOrder(shop));
    await age(order, 4000);
    const keeping = await openBeside(shop, { ORDER_UNPAID_RETENTION_DAYS: '0' });
    await remove(keeping);
    await keeping.close();
    expect(await isThere(order)).toBe(true);
    await remove();
    expect(await isThere(order)).toBe(false);
  });

  it('go however many they are, in batches', async () => {
    const order = await cancel(await anOrder(shop));
    await shop.sql(
      `INSERT INTO orders (id, cart_id, email, currency, status, subtotal, discount, shipping, shipping_tax, tax, total,
         shipping_address, billing_address, shipping_method_id, shipping_method_name, expires_at, updated_at)
       SELECT gen_random_uuid(), gen_random_uuid(), email, currency, status, subtotal, discount, shipping, shipping_tax, tax,
         total, shipping_address, billing_address, shipping_method_id, shipping_method_name, expires_at,
         now() - interval '400 days'
       FROM orders, generate_series(1, 600) WHERE id = $1`,
      [order.id],
    );
    const before = await removed();
    await remove();
    expect(await removed()).toBe(before + 600);
    expect(await isThere(order)).toBe(true);
  });
});
