import { describe, expect, it } from 'vitest';
import { StripeContract } from '../../support/gateways/stripe/stripe-contract.js';
import { newIntent } from '../../support/gateways/stripe/stripe-objects.js';

const contract = StripeContract.read();

const fields = {
  amount: 1999,
  currency: 'usd',
  capture_method: 'manual',
  livemode: false,
  metadata: {},
} as const;
const exchange = (
  body: string,
  answer: object = newIntent(fields),
  query = '',
  path = '/v1/payment_intents',
) => ({
  request: {
    method: query === '' ? 'POST' : 'GET',
    path,
    query: new URLSearchParams(query),
    headers: {},
    body,
  },
  answer: { status: 200, body: answer },
});
const sent = 'amount=1999&currency=usd&confirm=false&expand[0]=latest_charge&metadata[a]=b';

describe.skipIf(!contract)("Stripe's own description of its API", () => {
  it('agrees with what we send and what the double answers', () => {
    expect(contract!.faultsOf(exchange(sent))).toEqual([]);
  });

  it.each([
    ['an unknown field', exchange(`${sent}&colour=red`)],
    ['a missing one', exchange('amount=1999')],
    ['an amount that is no number', exchange(sent.replace('1999', 'much'))],
    ['an unknown choice', exchange(`${sent}&capture_method=never`)],
    ['an answer without its status', exchange(sent, { ...newIntent(fields), status: undefined })],
    ['an answer with an unknown status', exchange(sent, { ...newIntent(fields), status: 'paid' })],
    ['an unknown query', exchange('', newIntent(fields), 'colour=red', '/v1/payment_intents/pi_1')],
    ['an unknown operation', exchange(sent, {}, '', '/v1/payment_intentions')],
  ])('tells of %s', (_, planted) => {
    expect(contract!.faultsOf(planted)).not.toEqual([]);
  });
});
