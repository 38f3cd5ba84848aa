import type { SeededBug } from './seeded-bug.js';

const ROOM = 'src/payments/providers/paypal';
const PROVIDER = `${ROOM}/paypal-provider.ts`;
const ORDER = `${ROOM}/paypal-order.ts`;
const REFUNDS = `${ROOM}/refund-plan.ts`;
const SIGNATURES = `${ROOM}/webhook-signatures.ts`;
const TESTS = 'test/payments/paypal';

export const PAYPAL_BUGS: readonly SeededBug[] = [
  {
    name: 'paypal-yen-with-decimals',
    says: 'A price in yen is sent with decimals, and no buyer can pay it.',
    edits: [
      {
        file: `${ROOM}/paypal-amounts.ts`,
        find: "new Set(['HUF', 'JPY', 'TWD'])",
        put: "new Set(['HUF', 'TWD'])",
      },
    ],
    file: `${TESTS}/checkout.e2e-spec.ts`,
    test: 'minor units are',
  },
  {
    name: 'paypal-captured-under-two-keys',
    says: 'Return, webhook and recovery each ask for the money as if nobody else had.',
    edits: [
      {
        file: PROVIDER,
        find: 'const call = { key: completionKey(order), body: {} };',
        put: 'const call = { key: completionKey(order) + performance.now(), body: {} };',
      },
    ],
    file: `${TESTS}/checkout.e2e-spec.ts`,
    test: 'waits when PayPal is completing the order already, and asks again under the same key',
  },
  {
    name: 'paypal-closed-tab-unpaid',
    says: 'Who agrees at PayPal and closes the tab has not paid.',
    edits: [
      {
        file: ORDER,
        find: "return { status: 'requires_action', isApproved: true };",
        put: "return { status: 'requires_action' };",
      },
    ],
    file: `${TESTS}/checkout.e2e-spec.ts`,
    test: 'and closes the tab has paid',
  },
  {
    name: 'paypal-review-counts-as-paid',
    says: 'Goods are sent while PayPal still reviews the payment.',
    edits: [
      {
        file: ORDER,
        find: "failure: failure('declined') } : { status: 'processing' };",
        put: "failure: failure('declined') } : { status: 'succeeded' };",
      },
    ],
    file: `${TESTS}/checkout.e2e-spec.ts`,
    test: 'is processing until it is',
  },
  {
    name: 'paypal-decline-ends-the-payment',
    says: 'A declined instrument ends the payment, though the buyer can choose another one.',
    edits: [{ file: PROVIDER, find: "  'INSTRUMENT_DECLINED',\n", put: '' }],
    file: `${TESTS}/checkout.e2e-spec.ts`,
    test: 'leaves the order payable with another one',
  },
  {
    name: 'paypal-token-not-renewed',
    says: 'Once PayPal has ended the access token, nobody can pay until a restart.',
    edits: [
      {
        file: `${ROOM}/paypal-client.ts`,
        find: 'this.token.forget(token);',
        put: '',
      },
    ],
    file: `${TESTS}/faults.e2e-spec.ts`,
    test: 'that PayPal has ended is asked for once more, by many at once',
  },
  {
    name: 'paypal-signature-not-checked',
    says: 'Whoever knows the address of the webhook can send one.',
    edits: [
      {
        file: SIGNATURES,
        find: 'if (!isSignedBy(certificate, bytes, transmission, this.config.webhookId!)) throw new InvalidWebhook();',
        put: 'isSignedBy(certificate, bytes, transmission, this.config.webhookId!);',
      },
    ],
    file: `${TESTS}/webhooks.e2e-spec.ts`,
    test: 'is refused with',
  },
  {
    name: 'paypal-certificate-from-anywhere',
    says: 'A webhook brings its own certificate, from a host of its choice.',
    edits: [
      {
        file: `${ROOM}/webhook-certificates.ts`,
        find: 'this.config.certificateOrigins.includes(origin) &&',
        put: 'origin.length > 0 &&',
      },
    ],
    file: `${TESTS}/webhooks.e2e-spec.ts`,
    test: 'is refused with',
  },
  {
    name: 'paypal-certificate-asked-by-each',
    says: 'Whoever sends many webhooks makes the shop fetch as many certificates.',
    edits: [
      { file: `${ROOM}/webhook-certificates.ts`, find: 'if (coming) return coming;', put: '' },
      {
        file: `${ROOM}/webhook-certificates.ts`,
        find: 'if (this.coming.size >= MOST_AT_ONCE)',
        put: 'if (this.coming.size > 100)',
      },
    ],
    file: `${TESTS}/webhooks.e2e-spec.ts`,
    test: 'has its certificate fetched once, however many come',
  },
  {
    name: 'paypal-future-accepted',
    says: 'A webhook that is dated ahead can be replayed for as long.',
    edits: [
      {
        file: SIGNATURES,
        find: 'age <= OLDEST_MS && age >= -EARLIEST_MS',
        put: 'age <= OLDEST_MS',
      },
    ],
    file: `${TESTS}/webhooks.e2e-spec.ts`,
    test: 'is taken by its time',
  },
  {
    name: 'paypal-refund-over-captured',
    says: 'A capture is refunded by more than is left of it.',
    edits: [
      {
        file: REFUNDS,
        find: 'Math.min(rest, sumOf([capture]) - gone)',
        put: 'Math.min(rest, sumOf([capture]))',
      },
    ],
    file: `${TESTS}/operations.e2e-spec.ts`,
    test: 'is spread over several captures, oldest first',
  },
  {
    name: 'paypal-refund-begun-anew',
    says: 'A refund that broke off begins anew, and gives some money back twice.',
    edits: [
      {
        file: REFUNDS,
        find: 'let rest = amount - sumOf(own);',
        put: 'let rest = amount;',
      },
    ],
    file: `${TESTS}/operations.e2e-spec.ts`,
    test: 'that breaks off between two captures goes on, and refunds each once',
  },
  {
    name: 'paypal-authorization-not-renewed',
    says: 'After three days an authorization is captured that PayPal no longer honors.',
    edits: [
      {
        file: PROVIDER,
        find: 'if (age < HONOR_MS || order.captured > 0) return id;',
        put: 'if (age > 0 || order.captured > 0) return id;',
      },
    ],
    file: `${TESTS}/operations.e2e-spec.ts`,
    test: 'is authorized anew after three days',
  },
];
