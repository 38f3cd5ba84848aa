import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, FragileShop, Journey } from './journey.js';

/** How an order stands when all is done: its status and that of its payment, and what the provider keeps of its sum. */
export interface Outcome {
  readonly order: readonly [status: string, paymentStatus: string];
  readonly kept: 'all' | 'nothing' | number;
}

export interface Scenario {
  /** Does it, and gives the order's id. */
  readonly run: (journey: Journey, shop: FragileShop) => Promise<string>;
  readonly outcome: Outcome;
}

const PAID: Outcome = { order: ['placed', 'paid'], kept: 'all' };
const REFUNDED: Outcome = { order: ['canceled', 'refunded'], kept: 'nothing' };
const CANCELED: Outcome = { order: ['canceled', 'none'], kept: 'nothing' };

const paidBy =
  (method: string) =>
  async (journey: Journey): Promise<string> => {
    const order = await journey.order();
    await journey.pay(order, method);
    return order.id;
  };

const canceledAfter =
  (method?: string) =>
  async (journey: Journey): Promise<string> => {
    const order = await journey.order();
    if (method !== undefined) await journey.pay(order, method);
    await journey.ask('POST', `/orders/${order.id}/cancellation`, {}, order.proof);
    return order.id;
  };

/** A step that a crash kept from the provider is answered with the payment as it stands, and asked for anew. */
async function untilItMoves(step: () => Promise<Answer>): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) if ((await step()).body.status !== 'requires_action') return;
  throw new Error('The payment stays where it is');
}

/** What is left of an order of two units when one is off: its price, and the shipping. */
const ONE_UNIT_SENT = 2_499;

export const SCENARIOS = {
  purchase: { run: paidBy('success'), outcome: PAID },
  lostAnswer: { run: paidBy('timeout'), outcome: PAID },
  delayed: { run: paidBy('delayed_success'), outcome: PAID },
  confirmation: {
    outcome: PAID,
    run: async (journey) => {
      const order = await journey.order();
      const payment = await journey.pay(order, 'requires_action');
      await untilItMoves(() =>
        journey.ask('POST', `/payments/${payment}/confirmation`, { outcome: 'success' }, order.proof),
      );
      return order.id;
    },
  },
  paymentGivenUp: {
    outcome: { order: ['pending_payment', 'none'], kept: 'nothing' },
    run: async (journey) => {
      const order = await journey.order();
      const payment = await journey.pay(order, 'requires_action');
      await untilItMoves(() => journey.ask('POST', `/payments/${payment}/cancellation`, {}, order.proof));
      return order.id;
    },
  },
  capture: {
    outcome: PAID,
    run: async (journey) => {
      const order = await journey.order();
      const payment = await journey.pay(order, 'authorize_only');
      await journey.asStaff(`/payments/${payment}/captures`, {});
      return order.id;
    },
  },
  refund: {
    outcome: { order: ['placed', 'partially_refunded'], kept: 500 },
    run: async (journey) => {
      const order = await journey.order();
      const payment = await journey.pay(order, 'success');
      const { body } = await journey.ask('GET', `/orders/${order.id}`, undefined, order.proof);
      const amount = { amount: body.totals.total.amount - 500, currency: 'USD' };
      await journey.asStaff(`/payments/${payment}/refunds`, { amount, reason: 'changed mind' });
      return order.id;
    },
  },
  unpaidCanceled: { run: canceledAfter(), outcome: CANCELED },
  paidCanceled: { run: canceledAfter('success'), outcome: REFUNDED },
  holdLost: {
    outcome: { order: ['placed', 'none'], kept: 'nothing' },
    run: async (journey, shop) => {
      const order = await journey.order();
      const payment = await journey.pay(order, 'authorize_only');
      // It lapses without a webhook, which could tell the shop before the capture does.
      await shop.sql(
        "UPDATE test_provider.charges SET settles_as = 'expired', settles_at = now() WHERE key = $1",
        [payment],
      );
      await journey.asStaff(`/payments/${payment}/captures`, {});
      return order.id;
    },
  },
  rejected: {
    outcome: { order: ['pending_payment', 'none'], kept: 'nothing' },
    run: async (journey, shop) => {
      const order = await journey.order();
      const payment = await journey.pay(order, 'requires_action');
      await shop.sql('UPDATE test_provider.charges SET amount = amount + 1 WHERE key = $1', [payment]);
      await journey.ask('POST', `/payments/${payment}/confirmation`, {}, order.proof);
      await journey.asStaff(`/payments/${payment}/review`, { decision: 'reject', reason: 'not ours' });
      return order.id;
    },
  },
  reopened: {
    outcome: { order: ['canceled', 'failed'], kept: 'nothing' },
    run: async (journey) => {
      const order = await journey.order();
      await journey.pay(order, 'decline');
      await journey.ask('POST', `/orders/${order.id}/reopening`, undefined, order.proof);
      return order.id;
    },
  },
  itemsCanceled: {
    outcome: { order: ['placed', 'partially_refunded'], kept: ONE_UNIT_SENT },
    run: async (journey) => {
      const order = await journey.order(2);
      await journey.pay(order, 'success');
      const { body } = await journey.ask('GET', `/orders/${order.id}`, undefined, order.proof);
      const items = [{ itemId: body.items[0].id, quantity: 1 }];
      await journey.ask('POST', `/orders/${order.id}/cancellation`, { items }, order.proof);
      return order.id;
    },
  },
  heldCanceled: { run: canceledAfter('authorize_only'), outcome: CANCELED },
  expiry: {
    outcome: { order: ['expired', 'none'], kept: 'nothing' },
    run: async (journey, shop) => {
      const { id } = await journey.order();
      await shop.sql("UPDATE orders SET expires_at = now() - interval '1 second' WHERE id = $1", [id]);
      return id;
    },
  },
} as const satisfies Record<string, Scenario>;

/** Failpoints that another scenario than the plain purchase reaches. */
const REACHED_BY: Readonly<Record<string, keyof typeof SCENARIOS>> = {
  'orders.cancellation_written': 'unpaidCanceled',
  'orders.end_written': 'unpaidCanceled',
  'orders.reopening_written': 'reopened',
  'orders.item_cancellation_written': 'itemsCanceled',
  'orders.take_back_written': 'paidCanceled',
  'orders.expiry_written': 'expiry',
  'orders.expiry_committed': 'expiry',
  'payments.confirmation_committed': 'confirmation',
  'payments.confirmation_answered': 'confirmation',
  'payments.cancellation_committed': 'paymentGivenUp',
  'payments.cancellation_answered': 'paymentGivenUp',
  'payments.capture_committed': 'capture',
  'payments.refund_committed': 'refund',
  'payments.operation_answered': 'refund',
  'payments.refusal_looked_up': 'holdLost',
  'payments.rejection_committed': 'rejected',
  'payments.rejection_answered': 'rejected',
  'payments.recount_committed': 'itemsCanceled',
  'payments.give_back_canceled_committed': 'itemsCanceled',
  'payments.unwinding_begins': 'paidCanceled',
  'payments.unwinding_committed': 'paidCanceled',
  'payments.give_back_committed': 'paidCanceled',
  'payments.void_answered': 'heldCanceled',
  'payments.webhook_written': 'delayed',
  'payments.webhook_committed': 'delayed',
  'payments.webhook_looked_up': 'delayed',
  'payments.webhook_applied': 'delayed',
  'payments.recovery_written': 'lostAnswer',
  'payments.recovery_asked': 'lostAnswer',
};

export const scenarioReaching = (failpoint: string): Scenario =>
  SCENARIOS[REACHED_BY[failpoint] ?? 'purchase'];

/** Every failpoint of the sources, so that a new one is swept without being told. */
export function failpointsOf(sources: string): string[] {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .filter((name) => !name.startsWith(join('common', 'failpoints')));
  const names = files.flatMap((name) =>
    [...readFileSync(join(sources, name), 'utf8').matchAll(/\bfailpoint\('([a-z_.]+)'\)/g)].map(
      ([, point]) => point!,
    ),
  );
  return [...new Set(names)].sort();
}
