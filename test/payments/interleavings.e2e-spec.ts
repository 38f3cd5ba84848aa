import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { armFailpoint } from '../../src/common/failpoints/failpoint.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { ExpiryJobs } from '../../src/orders/closing/expiry.jobs.js';
import { PaymentRecoveryJobs } from '../../src/payments/recovery/payment-recovery.jobs.js';
import type { SignedInAccount } from '../support/builders/accounts.js';
import { aKey, anOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import {
  anAuthorizedPayment,
  anEvent,
  chargesOf,
  clearingOf,
  inboxOf,
  openPaymentsShop,
  operate,
  orderOf,
  paymentOf,
  recover,
  sendWebhook,
} from '../support/builders/payments.js';
import { availableUnits, aVariant } from '../support/builders/products.js';
import { eventually } from '../support/eventually.js';
import { settleJobs } from '../support/jobs.js';
import type { TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;

beforeAll(async () => {
  ({ shop, staff } = await openPaymentsShop());
});
afterEach(() => shop.doctor());
afterAll(() => shop.close());

/** Somebody else's step, begun at a failpoint. */
interface Meanwhile {
  /** Gives its end, and throws what it threw, or that the failpoint was never reached. */
  readonly ended: () => Promise<void>;
}

const areWaiting = async (): Promise<boolean> => {
  const waiting = await shop.sql(
    `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
  );
  return waiting.length > 0;
};

/** At the failpoint the step runs to its end, or up to a lock that is held there. */
function meanwhileAt(point: string, step: () => Promise<unknown>): Meanwhile {
  let outcome: Promise<PromiseSettledResult<unknown>[]> | undefined;
  const waitOrEnd = async (): Promise<void> => {
    let isDone = false;
    outcome = Promise.allSettled([step().finally(() => (isDone = true))]);
    await eventually(async () => isDone || (await areWaiting()));
  };
  // The failpoint may lie inside a transaction, of which the step is no part.
  const disarm = armFailpoint(point, () => shop.get(Transaction).outside(waitOrEnd));
  return {
    ended: async () => {
      disarm();
      const [result] = (await outcome) ?? [];
      if (!result) throw new Error(`${point} was never reached`);
      if (result.status === 'rejected') throw result.reason;
    },
  };
}

/** The news of a charge, brought by a webhook, and applied. */
async function bringNews(paymentId: string): Promise<void> {
  const event = anEvent({ key: paymentId });
  await sendWebhook(shop, event);
  await eventually(async () => (await inboxOf(shop, event.id))?.status === 'applied');
}

const resolve = (paymentId: string) => shop.get(PaymentRecoveryJobs).resolve({ paymentId });

describe('One capture', () => {
  const NEWS = {
    'a webhook': bringNews,
    'the recovery job': resolve,
    'a webhook, and then the recovery job': async (paymentId: string) => {
      await bringNews(paymentId);
      await resolve(paymentId);
    },
  };
  const TURNS = ['capture_committed', 'operation_answered', 'completion_committed'].flatMap((turn) =>
    Object.entries(NEWS).map(([bringer, bring]) => ({ turn, bringer, bring })),
  );

  async function expectCapturedOnce(order: MadeOrder, paymentId: string): Promise<void> {
    await settleJobs(shop);
    const facts = await shop.sql(
      "SELECT amount FROM payment_transactions WHERE payment_id = $1 AND kind = 'capture'",
      [paymentId],
    );
    expect(facts).toEqual([{ amount: order.total.amount }]);
    expect(await clearingOf(shop, order.id)).toBe(order.total.amount);
    expect(await chargesOf(shop, order.id)).toMatchObject([{ captured: order.total.amount, refunded: 0 }]);
    expect(await paymentOf(shop, order, paymentId)).toMatchObject({ status: 'succeeded' });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
  }

  it.each(TURNS)('is booked once when $bringer comes at its $turn', async ({ turn, bring }) => {
    const order = await anOrder(shop);
    const { id } = await anAuthorizedPayment(shop, order);
    const other = meanwhileAt(`payments.${turn}`, () => bring(id));
    const key = aKey();
    const captured = await operate(shop, staff, id, 'captures', {}, key);
    await other.ended();
    expect([captured.status, captured.body.status]).toEqual([201, 'succeeded']);
    expect((await operate(shop, staff, id, 'captures', {}, key)).text).toBe(captured.text);
    await expectCapturedOnce(order, id);
  });

  it.each(['webhook_looked_up', 'completion_written', 'webhook_applied'])(
    'is booked once when it is made at the %s of an older webhook',
    async (turn) => {
      const order = await anOrder(shop);
      const { id } = await anAuthorizedPayment(shop, order);
      const capture = meanwhileAt(`payments.${turn}`, async () => {
        const { status, body } = await operate(shop, staff, id, 'captures', {});
        expect([status, body.status]).toEqual([201, 'succeeded']);
      });
      await bringNews(id);
      await capture.ended();
      await expectCapturedOnce(order, id);
    },
  );
});

describe('The end of an order’s time and the money for it', () => {
  const age = (order: MadeOrder) =>
    shop.sql("UPDATE orders SET expires_at = now() - interval '1 second' WHERE id = $1", [order.id]);
  const expire = () => shop.get(ExpiryJobs).expireDue();
  const aScarceOrder = async () => {
    const { variantId } = await aVariant(shop, { onHand: 1 });
    return { variantId, order: await anOrder(shop, { items: [{ variantId }] }) };
  };
  /** The provider has taken the money after all. */
  const takeLate = (paymentId: string) =>
    shop.sql(
      `WITH taken AS (
         UPDATE test_provider.charges SET status = 'succeeded', captured = amount WHERE key = $1 RETURNING *
       )
       INSERT INTO test_provider.movements (reference, charge_reference, key, kind, amount)
       SELECT 'late_' || reference, reference, 'late_' || reference, 'capture', amount FROM taken`,
      [paymentId],
    );

  async function expectPaid(order: MadeOrder, variantId: string): Promise<void> {
    await settleJobs(shop);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(await chargesOf(shop, order.id)).toMatchObject([{ captured: order.total.amount, refunded: 0 }]);
    expect(await clearingOf(shop, order.id)).toBe(order.total.amount);
    expect(await availableUnits(shop, variantId)).toBe(0);
  }

  async function expectExpiredAndGivenBack(order: MadeOrder, variantId: string): Promise<void> {
    await eventually(async () => {
      await recover(shop);
      return (await orderOf(shop, order)).paymentStatus === 'refunded';
    });
    await settleJobs(shop);
    const { amount } = order.total;
    expect(await orderOf(shop, order)).toMatchObject({ status: 'expired', paymentStatus: 'refunded' });
    expect(await chargesOf(shop, order.id)).toMatchObject([{ captured: amount, refunded: amount }]);
    expect(await clearingOf(shop, order.id)).toBe(0);
    expect(await availableUnits(shop, variantId)).toBe(1);
  }

  /** The order is asked to close, and the payment under way is looked after. */
  const ageAndExpire = async (order: MadeOrder) => {
    await age(order);
    await expire();
    await settleJobs(shop);
  };

  it('leave an expired order, and nothing taken, when it ends before the provider is asked', async () => {
    const { variantId, order } = await aScarceOrder();
    const end = meanwhileAt('payments.start_committed', () => ageAndExpire(order));
    const payment = await pay(shop, order, 'success');
    await end.ended();
    expect(payment.status).toBe('canceled');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'expired', paymentStatus: 'none' });
    expect(await chargesOf(shop, order.id)).toEqual([]);
    expect(await clearingOf(shop, order.id)).toBe(0);
    expect(await availableUnits(shop, variantId)).toBe(1);
  });

  it.each(['start_answered', 'completion_committed'])(
    'leave a paid order when it ends at the %s of the payment',
    async (turn) => {
      const { variantId, order } = await aScarceOrder();
      const end = meanwhileAt(`payments.${turn}`, () => ageAndExpire(order));
      const payment = await pay(shop, order, 'success');
      await end.ended();
      expect(payment.status).toBe('succeeded');
      await expectPaid(order, variantId);
    },
  );

  it.each(['expiry_written', 'expiry_committed'])(
    'leave an expired order, and the money back, when it comes at %s',
    async (turn) => {
      const { variantId, order } = await aScarceOrder();
      const payment = await pay(shop, order, 'decline');
      await takeLate(payment.id);
      await age(order);
      const news = meanwhileAt(`orders.${turn}`, () => bringNews(payment.id));
      await expire();
      await news.ended();
      await expectExpiredAndGivenBack(order, variantId);
    },
  );

  it('leave a paid order when the money comes first, and its time ends before that is committed', async () => {
    const { variantId, order } = await aScarceOrder();
    const payment = await pay(shop, order, 'decline');
    await takeLate(payment.id);
    await age(order);
    const end = meanwhileAt('payments.completion_written', expire);
    await bringNews(payment.id);
    await end.ended();
    await expire();
    await expectPaid(order, variantId);
  });
});
