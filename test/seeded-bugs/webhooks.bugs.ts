import type { SeededBug } from './seeded-bug.js';

const APPLIER = 'src/payments/webhooks/webhook-applier.jobs.ts';
const INBOX = 'src/payments/webhooks/webhook-inbox.repository.ts';
const SERVICE = 'src/payments/webhooks/webhooks.service.ts';
const NEWS = 'src/payments/completion/payment-news.ts';
const TESTS = 'test/payments/webhooks.e2e-spec.ts';

export const WEBHOOKS_BUGS: readonly SeededBug[] = [
  {
    name: 'webhook-known-by-select',
    says: 'Whether an event is new is looked up, and two at once both are.',
    edits: [
      {
        file: 'migrations/1764000920000-create-payment-webhooks.ts',
        find: `settled_at timestamptz,
      CONSTRAINT payment_webhooks_event_key UNIQUE (provider, event_id)`,
        put: 'settled_at timestamptz',
      },
      {
        file: INBOX,
        find: `VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT ON CONSTRAINT payment_webhooks_event_key DO NOTHING`,
        put: `SELECT $1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::bigint, $9::jsonb
       WHERE NOT EXISTS (SELECT FROM payment_webhooks WHERE provider = $2 AND event_id = $3)`,
      },
    ],
    file: TESTS,
    test: 'has one effect, however often and in whatever number it comes at once',
  },
  {
    name: 'webhook-acknowledged-before-stored',
    says: 'The provider hears 200 before the event is committed, and never sends it again.',
    edits: [
      {
        file: SERVICE,
        find: `await this.transaction.run(async () => {
      const webhookId`,
        put: `void this.transaction.run(async () => {
      const webhookId`,
      },
      {
        file: SERVICE,
        find: `await failpoint('payments.webhook_written');
    });`,
        put: `await failpoint('payments.webhook_written');
    }).catch(() => undefined);`,
      },
    ],
    file: TESTS,
    test: 'is not acknowledged while it cannot be stored',
  },
  {
    name: 'events-applied-by-arrival',
    says: 'The last event to arrive decides, instead of the charge as the provider has it.',
    edits: [
      {
        file: INBOX,
        find: 'charge_reference AS "chargeReference", amount, currency,',
        put: 'charge_reference AS "chargeReference", amount, currency, payload,',
      },
      {
        file: APPLIER,
        find: 'const news = await this.calls.look(payment);',
        put: `const told = (webhook as unknown as { payload: { charge: { status: 'succeeded' } } }).payload.charge.status;
    const reference = chargeReference ?? payment.providerReference!;
    const captures = told === 'succeeded' ? [{ reference, amount: payment.amount, status: told }] : [];
    const status = (told as string) === 'refunded' ? 'canceled' : told;
    const charge = { reference, status, amount: payment.total, captures, refunds: [] } as const;
    const news = { kind: 'charge', charge } as PaymentNews;`,
      },
      {
        file: NEWS,
        find: 'return canBecome(status, told) ? told : status;',
        put: 'return told;',
      },
    ],
    file: TESTS,
    test: 'lead to the same end in every order, with repeats',
  },
  {
    name: 'webhook-signature-not-checked',
    says: 'Whoever knows the address of the webhooks may write to them.',
    edits: [
      {
        file: 'src/payments/providers/test/webhook-signature.ts',
        find: 'if (!isKnown) throw new InvalidWebhook();',
        put: '',
      },
    ],
    file: TESTS,
    test: 'A webhook that nobody should have sent',
  },
  {
    name: 'early-webhook-dropped',
    says: 'An event that is faster than the answer to the call that caused it is lost.',
    edits: [
      {
        file: APPLIER,
        find: `if (!payment) return this.tryLater(webhook, 'No payment has this charge.');`,
        put: `if (!payment) return this.inbox.close(webhookId, 'applied');`,
      },
    ],
    file: TESTS,
    test: 'wait for a payment that is not committed yet',
  },
  {
    name: 'amount-not-compared',
    says: 'An order is paid by a charge over another sum or in another currency.',
    edits: [
      { file: NEWS, find: 'charge.amount.amount !== payment.expectedAmount || isForeign', put: 'isForeign' },
      { file: NEWS, find: 'charge.amount.currency !== payment.currency ||', put: '' },
      {
        file: APPLIER,
        find: 'if (contradicts(webhook, payment)) return this.doubt(webhook, payment);',
        put: '',
      },
    ],
    file: TESTS,
    test: 'News that does not fit',
  },
];
