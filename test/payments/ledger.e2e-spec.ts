import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../src/common/database/ids.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { PAYMENT_INVARIANTS } from '../../src/payments/payments.invariants.js';
import { anOrder, aPlacedOrder, pay } from '../support/builders/orders.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;

beforeAll(async () => {
  // Without the worker, whose statements would count among those of a request.
  shop = await openShop({ worker: false });
});

afterAll(() => shop.close());

/** Books a capture of the provider with these entries, in one transaction. */
async function book(entries: readonly [account: string, currency: string, amount: number][]): Promise<void> {
  const order = await aPlacedOrder(shop);
  const id = uuidv7();
  await shop.get(Transaction).run(async () => {
    await shop.sql(
      `INSERT INTO payment_transactions (id, payment_id, provider, reference, kind, currency, amount)
       SELECT $1::uuid, id, provider, $1::text, 'capture', currency, 5 FROM payments WHERE order_id = $2`,
      [id, order.id],
    );
    await shop.sql("INSERT INTO ledger_transactions (id, order_id, kind) VALUES ($1, $1, 'capture')", [id]);
    for (const [account, currency, amount] of entries) {
      await shop.sql(
        'INSERT INTO ledger_entries (transaction_id, account, currency, amount) VALUES ($1, $2, $3, $4)',
        [id, account, currency, amount],
      );
    }
  });
}

describe('The ledger', () => {
  it.each([
    ['nothing', []],
    ['one side alone', [['clearing:test', 'USD', 5]]],
    [
      'sides that differ',
      [
        ['clearing:test', 'USD', 5],
        ['receivable', 'USD', -4],
      ],
    ],
    [
      'sides of two currencies',
      [
        ['clearing:test', 'USD', 5],
        ['receivable', 'EUR', -5],
      ],
    ],
  ] as [string, [string, string, number][]][])(
    'refuses a transaction with %s, whoever writes it',
    async (_, entries) => {
      await expect(book(entries)).rejects.toThrow(/no entries|does not balance/);
    },
  );

  it('refuses an account that it does not have', async () => {
    const entries: [string, string, number][] = [
      ['pocket', 'USD', 5],
      ['receivable', 'USD', -5],
    ];
    await expect(book(entries)).rejects.toThrow('ledger_entries_account_check');
  });

  it.each([
    'UPDATE ledger_entries SET amount = amount * 2',
    'DELETE FROM ledger_entries',
    'UPDATE ledger_transactions SET order_id = id',
    'DELETE FROM ledger_transactions',
    "UPDATE payment_transactions SET kind = 'refund'",
    'DELETE FROM payment_transactions',
  ])('only grows: %s is refused', async (statement) => {
    await aPlacedOrder(shop);
    await expect(shop.sql(statement)).rejects.toThrow('is append-only');
  });
});

describe('The invariants of payments', () => {
  /** Breaks the rule in a transaction that is rolled back, and tells which invariants notice. */
  async function broken(by: (paymentId: string, orderId: string) => Promise<unknown>): Promise<string[]> {
    const order = await aPlacedOrder(shop);
    const [payment] = await shop.sql<{ id: string }>('SELECT id FROM payments WHERE order_id = $1', [
      order.id,
    ]);
    const found: string[] = [];
    const roll = new Error('rolled back');
    await shop
      .get(Transaction)
      .run(async () => {
        await by(payment!.id, order.id);
        for (const { name, sql } of PAYMENT_INVARIANTS) {
          if ((await shop.sql(sql)).length > 0) found.push(name.replace('payments.', ''));
        }
        throw roll;
      })
      .catch((error: unknown) => {
        if (error !== roll) throw error;
      });
    return found;
  }

  it.each([
    ['amounts_equal_ledger', 'UPDATE payments SET captured_amount = captured_amount - 1 WHERE id = $1'],
    ['refunds_fit_captures', 'UPDATE payments SET refund_pending = captured_amount + 1 WHERE id = $1'],
    ['pending_equals_open_operations', 'UPDATE payments SET refund_pending = 5 WHERE id = $1'],
    ['open_ones_are_looked_after', "UPDATE payments SET status = 'processing' WHERE id = $1"],
    ['paid_orders_have_money', "UPDATE payments SET unwind_reason = 'duplicate' WHERE id = $1"],
    [
      'dead_orders_keep_no_money',
      `WITH payment AS (
         UPDATE payments SET unwind_reason = 'late_success', updated_at = '2026-01-01' WHERE id = $1 RETURNING order_id
       ) UPDATE orders SET updated_at = '2026-01-01' FROM payment WHERE orders.id = payment.order_id`,
    ],
    [
      'orders_show_their_money',
      `UPDATE orders SET payment_status = 'partially_refunded' FROM payments AS payment
       WHERE payment.id = $1 AND orders.id = payment.order_id`,
    ],
    ['test_books_have_our_payments', 'UPDATE test_provider.charges SET captured = 1 WHERE key = $1'],
    ['test_books_have_nothing_else', "UPDATE test_provider.charges SET key = 'unknown' WHERE key = $1"],
    [
      'operations_are_recorded',
      `INSERT INTO payment_operations (id, payment_id, kind, status, currency, amount)
       VALUES (gen_random_uuid(), $1, 'refund', 'succeeded', 'USD', 5)`,
    ],
    [
      'movements_are_booked',
      `INSERT INTO payment_transactions (id, payment_id, provider, reference, kind, currency, amount)
       VALUES (gen_random_uuid(), $1, 'test', 'cp_1', 'capture', 'USD', 5)`,
    ],
    [
      'secured_money_is_counted',
      `INSERT INTO payments (id, order_id, provider, status, currency, amount, authorized_amount, captured_amount)
       SELECT gen_random_uuid(), order_id, provider, status, currency, amount, amount, amount FROM payments WHERE id = $1`,
    ],
  ])('notice what breaks %s: %s', async (name, statement) => {
    const found = await broken(async (paymentId) => {
      // The invariant looks for what came before the constraint, and for one that was taken away.
      await shop.sql('ALTER TABLE payments DROP CONSTRAINT payments_settled_within_captured');
      await shop.sql(statement, [paymentId]);
    });
    expect(found).toContain(name);
  });

  it('hold for every state that a payment can be in', async () => {
    for (const method of [
      'success',
      'decline',
      'requires_action',
      'authorize_only',
      'delayed_success',
      'timeout',
    ])
      await pay(shop, await anOrder(shop), method);
    expect(await broken(async () => undefined)).toEqual([]);
  });
});

describe('A payment', () => {
  it('takes few statements of the database', async () => {
    await pay(shop, await anOrder(shop), 'success');
    const order = await anOrder(shop);
    expect((await shop.statementsOf(() => pay(shop, order, 'success'))).length).toBeLessThanOrEqual(17);
  });
});
