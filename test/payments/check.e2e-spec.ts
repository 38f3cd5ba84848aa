import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Commands } from '../../src/common/cli/commands.js';
import {
  WEBHOOK_ID,
  CLIENT_ID,
  CLIENT_SECRET,
  PaypalGateway,
} from '../support/gateways/paypal/paypal-gateway.js';
import { hasSpecifications, PaypalContract } from '../support/gateways/paypal/paypal-contract.js';
import { StripeContract } from '../support/gateways/stripe/stripe-contract.js';
import { StripeDouble } from '../support/gateways/stripe/stripe-double.js';
import { openShop } from '../support/shop.js';

const paypal = new PaypalGateway();
const stripe = new StripeDouble();
let keys: Record<string, string>;

beforeAll(async () => {
  keys = {
    STRIPE_API_BASE: await stripe.start(),
    STRIPE_SECRET_KEY: StripeDouble.SECRET_KEY,
    STRIPE_PUBLISHABLE_KEY: StripeDouble.PUBLISHABLE_KEY,
    STRIPE_WEBHOOK_SECRETS: StripeDouble.WEBHOOK_SECRET,
    PAYPAL_CLIENT_ID: CLIENT_ID,
    PAYPAL_CLIENT_SECRET: CLIENT_SECRET,
    PAYPAL_WEBHOOK_ID: WEBHOOK_ID,
    PAYPAL_RETURN_URL: 'https://storefront.example/paid',
    PAYPAL_API_BASE: await paypal.start(),
  };
});

afterAll(async () => {
  await paypal.stop();
  await stripe.stop();
});

/** What the command prints in a shop with these settings, and its exit code. */
async function checked(env: Readonly<Record<string, string>>): Promise<{ lines: string[]; code: number }> {
  const shop = await openShop({ env, worker: false });
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const code = await shop.get(Commands).find('payments:check')!.command.run([]);
    return { code, lines: written.mock.calls.flatMap(([text]) => String(text).split('\n')).filter(Boolean) };
  } finally {
    written.mockRestore();
    await shop.close();
  }
}

describe('payments:check', () => {
  it('asks each provider that is on, as its documents say, and moves nothing', async () => {
    expect(await checked(keys)).toEqual({
      code: 0,
      lines: ['paypal: all is well', 'stripe: all is well', 'test: all is well'],
    });
    expect([stripe.books.entries, paypal.books.entries]).toEqual([[], []]);
    expect(StripeContract.read()?.faultsOf(stripe.exchanges[0]!) ?? []).toEqual([]);
    if (hasSpecifications) expect(new PaypalContract().faultsOf(paypal.exchanges)).toEqual([]);
  });

  it('says which key a provider does not know, and shows none', async () => {
    const wrong = { STRIPE_SECRET_KEY: 'sk_test_neverGivenOut1', PAYPAL_CLIENT_SECRET: 'never-given-out' };
    const { code, lines } = await checked({ ...keys, ...wrong });
    expect(code).toBe(1);
    expect(lines).toEqual([
      'paypal: PayPal (sandbox) does not know PAYPAL_CLIENT_ID with PAYPAL_CLIENT_SECRET.',
      'stripe: Stripe does not know STRIPE_SECRET_KEY: it was mistyped, rolled or deleted.',
      'test: all is well',
    ]);
    for (const secret of Object.values(wrong)) expect(lines.join()).not.toContain(secret);
  });

  it('says what a webhook is not told of, and which rights a key lacks', async () => {
    paypal.subscribedTo = ['PAYMENT.CAPTURE.COMPLETED'];
    const type = 'invalid_request_error';
    stripe.faults.next(/GET \/v1\/refunds/, {
      kind: 'answer',
      answer: { status: 403, body: { error: { type, message: 'The key lacks the rights' } } },
    });
    const { code, lines } = await checked(keys);
    paypal.subscribedTo = ['*'];
    expect([code, lines[1]]).toEqual([
      1,
      'stripe: STRIPE_SECRET_KEY is a restricted key without the right to refunds.',
    ]);
    expect(lines[0]).toMatch(/^paypal: The webhook does not tell of CHECKOUT\.ORDER\.APPROVED, /);
    expect(lines[0]).not.toContain('PAYMENT.CAPTURE.COMPLETED');
  });

  it('says that a webhook or a host is not there', async () => {
    const { code, lines } = await checked({
      ...keys,
      PAYPAL_WEBHOOK_ID: '0AB00000CD000000E',
      STRIPE_API_BASE: 'http://127.0.0.1:9',
    });
    expect([code, lines[0]]).toEqual([
      1,
      'paypal: PayPal knows no webhook 0AB00000CD000000E of this client, as PAYPAL_WEBHOOK_ID says (INVALID_RESOURCE_ID).',
    ]);
    expect(lines[1]).toMatch(/^stripe: it cannot be asked: /);
  });

  it('has nothing to ask where no provider is on', async () => {
    expect(await checked({ PAYMENTS_TEST_PROVIDER: 'off' })).toEqual({
      code: 1,
      lines: ['No payment provider is on.'],
    });
  });
});
