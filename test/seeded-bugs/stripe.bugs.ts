import type { SeededBug } from './seeded-bug.js';

const ROOM = 'src/payments/providers/stripe';
const PROVIDER = `${ROOM}/stripe-provider.ts`;
const CHARGE = `${ROOM}/stripe-charge.ts`;
const MONEY = `${ROOM}/stripe-money.ts`;
const SIGNATURE = `${ROOM}/stripe-signature.ts`;
const TESTS = 'test/payments/stripe';

export const STRIPE_BUGS: readonly SeededBug[] = [
  {
    name: 'stripe-yen-in-hundredths',
    says: 'A price in yen is charged a hundred times.',
    edits: [{ file: MONEY, find: "'BIF CLP DJF GNF JPY KMF", put: "'BIF CLP DJF GNF KMF" }],
    file: `${TESTS}/checkout.e2e-spec.ts`,
    test: 'Money by Stripe',
  },
  {
    name: 'stripe-second-secret-ignored',
    says: 'While a signing secret is changed, all webhooks of the other one are refused.',
    edits: [
      {
        file: SIGNATURE,
        find: 'const expected = secrets.map(',
        put: 'const expected = secrets.slice(0, 1).map(',
      },
    ],
    file: `${TESTS}/webhooks.e2e-spec.ts`,
    test: 'is taken with either secret, and with both',
  },
  {
    name: 'stripe-future-accepted',
    says: 'A webhook that is dated ahead can be replayed for as long.',
    edits: [
      {
        file: SIGNATURE,
        find: 'Math.abs(nowSeconds - Number(time)) > TOLERANCE_SECONDS',
        put: 'nowSeconds - Number(time) > TOLERANCE_SECONDS',
      },
    ],
    file: `${TESTS}/webhooks.e2e-spec.ts`,
    test: 'A webhook that is not from Stripe',
  },
  {
    name: 'stripe-decline-ends-the-payment',
    says: 'A declined card ends the payment, though the buyer can still pay the same intent with another.',
    edits: [
      {
        file: CHARGE,
        find: "requires_payment_method: 'requires_action'",
        put: "requires_payment_method: 'failed'",
      },
    ],
    file: `${TESTS}/checkout.e2e-spec.ts`,
    test: 'stays one payment over declined cards, until one is accepted',
  },
  {
    name: 'stripe-replay-believed',
    says: 'What the first call with a key was told counts as how the intent is now.',
    edits: [
      {
        file: PROVIDER,
        find: 'return isReplayed(intent.lastResponse) ? this.view(stripe, intent.id) : this.shown(intent, []);',
        put: 'return this.shown(intent, []);',
      },
    ],
    file: `${TESTS}/faults.e2e-spec.ts`,
    test: 'shows the intent as it is now when the key is repeated',
  },
  {
    name: 'stripe-any-error-refuses',
    says: 'A call that failed for another reason counts as refused, and its money as free.',
    edits: [
      {
        file: PROVIDER,
        find: 'isOfStripe(error) && error.statusCode !== undefined && DEFINITE.get(error.type) === error.statusCode;',
        put: 'isOfStripe(error);',
      },
    ],
    file: `${TESTS}/faults.e2e-spec.ts`,
    test: 'A refund whose answer',
  },
  {
    name: 'stripe-search-believed-at-once',
    says: 'What the search does not show yet counts as never received.',
    edits: [
      {
        file: PROVIDER,
        find: 'if (Date.now() - madeAt(key).getTime() < SEARCH_LAG_MS)',
        put: 'if (Date.now() < madeAt(key).getTime())',
      },
    ],
    file: `${TESTS}/faults.e2e-spec.ts`,
    test: 'never came is canceled with its order, when the search shows it',
  },
  {
    name: 'stripe-other-mode-believed',
    says: 'A charge of the test mode pays an order of the real shop.',
    edits: [
      {
        file: CHARGE,
        find: "return livemode === isLive ? metadata[PAYMENT_ID] : 'other-mode';",
        put: 'return livemode === isLive ? metadata[PAYMENT_ID] : metadata[PAYMENT_ID];',
      },
    ],
    file: `${TESTS}/webhooks.e2e-spec.ts`,
    test: 'A charge that is not what was asked for',
  },
  {
    name: 'stripe-no-try-after-a-slow-failure',
    says: 'After a slow payment has failed, the buyer can neither pay nor begin again.',
    edits: [
      {
        file: 'src/payments/payment-status.ts',
        find: "processing: ['requires_action', 'authorized',",
        put: "processing: ['authorized',",
      },
    ],
    file: `${TESTS}/checkout.e2e-spec.ts`,
    test: 'gives the buyer another try after a slow payment has failed',
  },
];
