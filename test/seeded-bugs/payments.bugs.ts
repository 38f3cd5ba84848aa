import type { SeededBug } from './seeded-bug.js';

const CALLS = 'src/payments/completion/provider-calls.ts';
const NEWS = 'src/payments/completion/payment-news.ts';
const REQUESTS = 'src/payments/operations/operation-requests.ts';
const SERVICE = 'src/payments/attempts/payments.service.ts';
const RECOVERY_TESTS = 'test/payments/recovery.e2e-spec.ts';
const CONCURRENCY_TESTS = 'test/payments/concurrency.e2e-spec.ts';
const LOST_TESTS = 'test/payments/lost-authorizations.e2e-spec.ts';
const SECURED_TESTS = 'test/payments/secured.e2e-spec.ts';
const SECURED_MIGRATION = 'migrations/1797016000000-count-secured-money.ts';
const REVIEW_TESTS = 'test/payments/reviews.e2e-spec.ts';

const NEW_KEYS = {
  file: CALLS,
  find: `import { Transaction } from '../../common/database/transaction.js';`,
  put: `import { uuidv7 } from '../../common/database/ids.js';
import { Transaction } from '../../common/database/transaction.js';`,
} as const;

export const PAYMENTS_BUGS: readonly SeededBug[] = [
  {
    name: 'provider-called-inside-transaction',
    says: 'The provider is asked before the attempt is committed: a crash leaves money without a row.',
    edits: [
      {
        file: SERVICE,
        find: `import { NotFound } from '../../common/errors/errors.js';`,
        put: `import { Transaction } from '../../common/database/transaction.js';
import { NotFound } from '../../common/errors/errors.js';`,
      },
      {
        file: SERVICE,
        find: `private readonly orders: OrdersFacade,
  ) {}`,
        put: `private readonly orders: OrdersFacade,
    private readonly transaction: Transaction,
  ) {}`,
      },
      {
        file: SERVICE,
        find: `const { payment, order } = await this.attempts.begin(orderId, dto, access, lease);
    await failpoint('payments.start_committed');
    const news = await this.calls.start(payment, order);`,
        put: `const { payment, news } = await this.transaction.run(async () => {
      const { payment, order } = await this.attempts.begin(orderId, dto, access, lease);
      return { payment, news: await this.calls.start(payment, order) };
    });`,
      },
      {
        file: CALLS,
        find: `if (this.transaction.isRunning)
      throw new Error('A provider is asked between transactions, never inside one');`,
        put: '',
      },
    ],
    file: RECOVERY_TESTS,
    test: 'before it asks the provider leaves an attempt that recovery makes, once',
  },
  {
    name: 'new-charge-key-for-each-retry',
    says: 'Recovery asks for the charge under another key, and so for another charge.',
    edits: [
      NEW_KEYS,
      {
        file: CALLS,
        find: 'const request = { ...handle, method',
        put: 'const key = payment.checks === 0 ? handle.key : uuidv7();\n    const request = { ...handle, key, method',
      },
      { file: NEWS, find: '(charge.key !== undefined && charge.key !== payment.id) ||', put: '' },
    ],
    file: RECOVERY_TESTS,
    test: 'after the provider has taken the money, and before it is written down, loses nothing',
  },
  {
    name: 'new-refund-key-for-each-retry',
    says: 'A refund whose answer was lost is asked for under another key, and so paid twice.',
    edits: [
      NEW_KEYS,
      {
        file: CALLS,
        find: 'provider.refund(payment.handle, { key: id, amount: total }, signal)',
        put: 'provider.refund(payment.handle, { key: uuidv7(), amount: total }, signal)',
      },
    ],
    file: RECOVERY_TESTS,
    test: 'that loses its answer to a refund leaves it pending, and nothing of it free',
  },
  {
    name: 'failed-on-timeout',
    says: 'A provider that does not answer in time is taken for one that refused.',
    edits: [
      {
        file: CALLS,
        find: `return { kind: 'unknown' };`,
        put: `return { kind: 'refused', failure: NOT_RECEIVED };`,
      },
    ],
    file: RECOVERY_TESTS,
    test: 'that is too slow leaves the outcome unknown, and is asked again',
  },
  {
    name: 'two-payments-at-once',
    says: 'Neither the order’s state nor the unique index keeps it to one active attempt.',
    edits: [
      {
        file: 'src/payments/attempts/payment-attempts.ts',
        find: 'if (order.isPaymentUnderWay) throw new PaymentInProgress();',
        put: '',
      },
      {
        file: 'migrations/1764000900000-create-payments.ts',
        find: 'CREATE UNIQUE INDEX payments_one_active_per_order',
        put: 'CREATE INDEX payments_one_active_per_order',
      },
    ],
    file: CONCURRENCY_TESTS,
    test: 'under keys of their own make one charge by',
  },
  {
    name: 'secured-counted-before-it-waits',
    says: 'The money of an order is added up before its row is locked: two payments at once do not see each other.',
    edits: [
      {
        file: SECURED_MIGRATION,
        find: 'PERFORM FROM orders WHERE id = ANY (order_ids) ORDER BY id FOR NO KEY UPDATE;',
        put: '',
      },
    ],
    file: SECURED_TESTS,
    test: 'is refused by the database to one of two that secure all of it at once',
  },
  {
    name: 'secured-counts-what-goes-back',
    says: 'Money of a second payment counts for the order, though it goes back.',
    edits: [
      {
        file: SECURED_MIGRATION,
        find: `WHEN payment.unwind_reason IN ('duplicate', 'late_success', 'review_rejected') THEN 0`,
        put: '',
      },
    ],
    file: SECURED_TESTS,
    test: 'is given back whole, and does not count',
  },
  {
    name: 'due-forgets-canceled-items',
    says: 'An order that is to be paid again shows its whole total as due, with items that were canceled.',
    edits: [
      {
        file: 'src/orders/entities/order.entity.ts',
        find: 'return this.hearsOfAttempts ? Math.max(0, this.price - this.securedAmount) : 0;',
        put: 'return this.hearsOfAttempts ? Math.max(0, this.total - this.securedAmount) : 0;',
      },
    ],
    file: SECURED_TESTS,
    test: 'is less by items that were canceled while it is to be paid again',
  },
  {
    name: 'capture-booked-twice',
    says: 'What a provider did is written down as often as it is told.',
    edits: [
      {
        file: 'migrations/1764000910000-create-ledger.ts',
        find: `created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT payment_transactions_reference_key UNIQUE (provider, reference, kind)`,
        put: 'created_at timestamptz NOT NULL DEFAULT now()',
      },
      {
        file: 'migrations/1764000900000-create-payments.ts',
        find: 'CHECK (captured_amount BETWEEN 0 AND authorized_amount),',
        put: '',
      },
      {
        file: 'src/payments/completion/money-records.repository.ts',
        find: 'ON CONFLICT ON CONSTRAINT payment_transactions_reference_key DO NOTHING',
        put: '',
      },
    ],
    file: CONCURRENCY_TESTS,
    test: 'is booked once, whoever brings the news of it',
  },
  {
    name: 'refund-checked-outside-the-update',
    says: 'What is left to refund is read first and believed later.',
    edits: [
      {
        file: 'src/payments/completion/payments.repository.ts',
        find: 'WHERE id = $1 AND refunded_amount + refund_pending + settled_amount + $2 <= captured_amount`,',
        put: 'WHERE id = $1`,',
      },
      {
        file: REQUESTS,
        find: `const payment = await this.payments.lock(paymentId);
      if (!payment) throw new NotFound('payment');`,
        put: `const payment = await this.payments.find(paymentId);
      if (!payment) throw new NotFound('payment');`,
      },
      {
        file: REQUESTS,
        find: 'if (await this.payments.setAsideForRefund(payment.id, amount)) return;',
        put: `if (amount <= payment.refundable) {
      await this.payments.setAsideForRefund(payment.id, amount);
      return;
    }`,
      },
    ],
    file: CONCURRENCY_TESTS,
    test: 'to refund random amounts give back at most what was taken',
  },
  {
    name: 'capture-result-ignored',
    says: 'A capture goes on although the guarded update found nothing left to capture.',
    edits: [
      {
        file: REQUESTS,
        find: 'if (!(await this.payments.setAsideForCapture(payment, operation.amount))) {',
        put: `await this.payments.setAsideForCapture(payment, operation.amount);
      if (operation.amount > payment.authorizedAmount) {`,
      },
    ],
    file: CONCURRENCY_TESTS,
    test: 'to capture parts take at most what is held',
  },
  {
    name: 'late-money-kept',
    says: 'Money that comes for a dead order stays with the shop.',
    edits: [
      {
        file: 'src/payments/completion/payment-aftermath.ts',
        find: `await this.unwind(payment, 'late_success');`,
        put: '',
      },
    ],
    file: RECOVERY_TESTS,
    test: 'goes back when the order is dead, once',
  },
  {
    name: 'charge-in-doubt-never-answered',
    says: 'A refund whose charge shows another sum at the provider keeps its key in flight for good.',
    edits: [
      {
        file: 'src/payments/completion/payment-completion.ts',
        find: 'return this.resolveOpen(payment, this.takeDoubt(payment, known.charge), operationId);',
        put: 'this.takeDoubt(payment, known.charge);\n      return undefined;',
      },
    ],
    file: 'test/payments/operations.e2e-spec.ts',
    test: 'is answered as open, stays set aside, and ends when the sum is right',
  },
  {
    name: 'lost-authorization-never-payable',
    says: 'A placed order whose authorization lapsed is taken for one that was paid.',
    edits: [
      {
        file: 'src/orders/order-transitions.ts',
        find: `status === 'pending_payment' || (status === 'placed' && !wasPaid(paymentStatus));`,
        put: `status === 'pending_payment' && paymentStatus !== 'authorized';`,
      },
    ],
    file: LOST_TESTS,
    test: 'leaves a placed order that can be paid again',
  },
  {
    name: 'lost-authorization-keeps-stock-for-good',
    says: 'The clock ends new orders alone: one that is not paid again holds its stock for ever.',
    edits: [
      {
        file: 'src/orders/closing/closing.service.ts',
        find: `if (order.status === 'placed') return this.cancelPlaced(order, actor, reason);`,
        put: `if (order.status === 'placed') return Promise.resolve();`,
      },
    ],
    file: LOST_TESTS,
    test: 'is canceled after its time, and its stock is free',
  },
  {
    name: 'held-money-never-looked-at',
    says: 'Where the webhook about a lapsed authorization is lost, nobody finds out.',
    edits: [
      {
        file: NEWS,
        find: 'if (isMerelyHeld) return HOLD_WAIT_SECONDS;',
        put: 'if (isMerelyHeld) return null;',
      },
    ],
    file: LOST_TESTS,
    test: 'is found by recovery where no webhook comes',
  },
  {
    name: 'less-than-the-total-called-paid',
    says: 'A final capture of a part looks as if the whole total had come.',
    edits: [
      {
        file: NEWS,
        find: `return capturedAmount < payment.due ? 'partially_paid' : 'paid';`,
        put: `return 'paid';`,
      },
    ],
    file: 'test/payments/partial.e2e-spec.ts',
    test: 'says so, and what was let go',
  },
  {
    name: 'review-decided-twice',
    says: 'Whether a payment is still under review is not asked under its lock.',
    edits: [
      {
        file: 'src/payments/completion/payment-decisions.ts',
        find: `if (payment?.status !== 'review' || payment.isRejected)`,
        put: 'if (!payment)',
      },
      {
        file: 'src/payments/completion/payments.repository.ts',
        find: `WHERE id = $1 AND status = 'review' AND unwind_reason IS DISTINCT FROM 'review_rejected'`,
        put: 'WHERE id = $1',
      },
    ],
    file: REVIEW_TESTS,
    test: 'one of many decisions counts',
  },
  {
    name: 'rejected-money-kept',
    says: 'Money that was taken under review counts for the order though a person has rejected it.',
    edits: [
      {
        file: 'src/payments/completion/payment-aftermath.ts',
        find: `if (payment.unwindReason === 'review_rejected') return this.setFree(order, payment);`,
        put: '',
      },
    ],
    file: REVIEW_TESTS,
    test: 'of more than was asked for cannot be confirmed, and goes back whole when it is rejected',
  },
  {
    name: 'canceled-items-paid-back-twice',
    says: 'What was taken for canceled items goes back each time that somebody looks.',
    edits: [
      {
        file: 'src/payments/entities/payment.entity.ts',
        find: 'this.capturedAmount - this.due - this.canceledRefunds, this.refundable',
        put: 'this.capturedAmount - this.due, this.refundable',
      },
      {
        file: 'src/payments/completion/payments.repository.ts',
        find: 'AND canceled_refunds + $2 <= captured_amount - (amount - $4)',
        put: '',
      },
      {
        file: 'migrations/1796005020000-add-canceled-amount-to-payments.ts',
        find: 'CHECK (0 <= canceled_refunds AND canceled_refunds <= canceled_amount AND canceled_amount <= amount) NOT VALID;',
        put: 'CHECK (canceled_amount <= amount) NOT VALID;',
      },
    ],
    file: 'test/orders/item-cancellation.e2e-spec.ts',
    test: 'gives back what they come to, and takes them out of what may be sent',
  },
  {
    name: 'canceled-items-captured',
    says: 'A capture takes all that is held, what was canceled too.',
    edits: [
      {
        file: 'src/payments/entities/payment.entity.ts',
        find: 'Math.min(this.authorizedAmount, this.due) - this.capturedAmount - this.capturePending',
        put: 'this.authorizedAmount - this.capturedAmount - this.capturePending',
      },
      {
        file: 'src/payments/completion/payments.repository.ts',
        find: 'least(authorized_amount, amount - $4)',
        put: 'authorized_amount + 0 * $4::bigint',
      },
    ],
    file: 'test/orders/item-cancellation.e2e-spec.ts',
    test: 'is taken without the share of canceled items, and the rest is let go',
  },
  {
    name: 'repetition-sets-aside-anew',
    says: 'The repetition of a refund that recovery finishes meanwhile makes a refund of its own, under another key.',
    edits: [
      {
        file: 'src/payments/operations/left-operations.ts',
        find: 'if (!operation || !this.calls.remembers(payment, operation.kind, operation.createdAt))\n',
        put: `if (!operation) return undefined;
    if (!this.calls.remembers(payment, operation.kind, operation.createdAt))
`,
      },
    ],
    file: 'test/payments/second-press.e2e-spec.ts',
    test: 'moves no more money after',
  },
  {
    name: 'lease-taken-from-the-living',
    says: 'A second press takes over from a first one that is really under way.',
    edits: [
      {
        file: 'src/common/http/idempotency/leases.ts',
        find: 'AND (lease_until <= now() OR process_has_ended(held_by, $5))',
        put: 'AND ($5::text IS NULL OR $5 IS NOT NULL)',
      },
    ],
    file: 'test/payments/second-press.e2e-spec.ts',
    test: 'waits for the answer of the first, and asks the provider nothing',
  },
  {
    name: 'the-dead-are-not-missed',
    says: 'What a killed process was asking a provider waits until its lease is over.',
    edits: [
      {
        file: 'src/payments/recovery/payment-recovery.jobs.ts',
        find: 'if (await this.payments.orphan(living)) await this.recover();',
        put: 'void living;',
      },
    ],
    file: RECOVERY_TESTS,
    test: 'is missed by another one, which goes on although its time has not come',
  },
  {
    name: 'removal-takes-money-along',
    says: 'An order that ended long ago is removed though an attempt to pay it is undecided, or brought money.',
    edits: [
      {
        file: 'src/payments/completion/payments.repository.ts',
        find: 'FROM attempts WHERE NOT is_moneyless',
        put: 'FROM attempts WHERE false',
      },
    ],
    file: 'test/payments/moneyless-orders.e2e-spec.ts',
    test: 'are all that goes',
  },
];
