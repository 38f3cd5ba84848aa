import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Transaction } from '../../src/common/database/transaction.js';
import { aStaff } from '../support/builders/accounts.js';
import { anOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import { operate, usd } from '../support/builders/payments.js';
import { openShop, type TestShop } from '../support/shop.js';
import { audit, auditBooks } from './books.js';
import { Journal } from './journal.js';
import { missedIn, reachedIn } from './reach.js';

let shop: TestShop;
let order: MadeOrder;
let journal: Journal;

beforeAll(async () => {
  shop = await openShop({ worker: false });
  order = await anOrder(shop);
  const { id: paymentId } = await pay(shop, order, 'success');
  const refund = await operate(shop, await aStaff(shop), paymentId, 'refunds', {
    amount: usd(5),
    reason: 'x',
  });
  journal = new Journal();
  journal.order(order.id, order.cartId, order.total.amount);
  journal.payments.set(paymentId, { paymentId, orderId: order.id, amount: order.total.amount });
  journal.refunds.set(refund.body.id, { paymentId, orderId: order.id, amount: 5 });
});

afterAll(() => shop.close());

/** What a run would say in the end if the statement had happened in it. */
async function verdictAfter(statement: string): Promise<string> {
  const undo = new Error('rolled back');
  const work = shop.get(Transaction).run(async () => {
    await shop.sql(statement);
    await auditBooks(shop, journal);
    throw undo;
  });
  await expect(work).rejects.toBe(undo);
  return journal.violations.splice(0).join('\n');
}

describe('The judge of a torture run', () => {
  it('has nothing against what happened as it was acknowledged', async () => {
    await audit(shop, journal);
    expect(journal.violations).toEqual([]);
  });

  it.each([
    ['an order that was lost', 'is lost or changed', 'UPDATE orders SET cart_id = id'],
    [
      'a refund that was given as another sum',
      'was given as',
      'UPDATE test_provider.movements SET amount = 6',
    ],
    [
      'a payment that was taken as another sum',
      'was taken as',
      "UPDATE test_provider.movements SET amount = 6 WHERE kind = 'capture'",
    ],
    [
      'a charge that belongs to no payment',
      'no charge is without its payment',
      `INSERT INTO test_provider.charges (reference, key, order_reference, method, status, currency, amount, captured)
       SELECT 'ch_2', 'another', order_reference, method, status, currency, amount, amount FROM test_provider.charges`,
    ],
    [
      'a refund that is not in the ledger',
      'ledger and provider agree',
      'UPDATE test_provider.charges SET refunded = captured',
    ],
    [
      'a dead order that kept its money',
      'an order that is off keeps no money',
      "UPDATE orders SET status = 'canceled'",
    ],
    [
      'a charge above the total',
      'nobody pays more',
      'UPDATE orders SET total = total - 6, subtotal = subtotal - 6, secured_amount = 0',
    ],
    [
      'a canceled unit that nobody was told of',
      'Units canceled of line',
      'UPDATE order_lines SET canceled_quantity = 1',
    ],
    [
      'a decision on a review that nobody was told of',
      'Decisions on order',
      `INSERT INTO order_events (id, order_id, version, type, status, payment_status, fulfillment_status, actor)
       SELECT gen_random_uuid(), id, version + 1, 'payment_confirmed', status, payment_status, fulfillment_status, 'system'
       FROM orders`,
    ],
    ['money that was kept for canceled items', 'nobody pays more', 'UPDATE orders SET canceled_amount = 6'],
  ])('sees %s', async (_, complaint, statement) => {
    expect(await verdictAfter(statement)).toContain(complaint);
  });

  it.each(['units', 'decisions'])('sees %s that were acknowledged and are not there', async (what) => {
    const told = new Journal();
    if (what === 'units') told.canceled([{ itemId: order.items[0]!.id, quantity: 1 }]);
    else told.decided(order.id, 'reject');
    await auditBooks(shop, told);
    expect(told.violations).toEqual([expect.stringMatching(/: 0, acknowledged 1$/)]);
  });

  it('names where a run never got', async () => {
    expect(missedIn(await reachedIn(shop))).toContain('The run never got to this: orders expired');
  });
});
