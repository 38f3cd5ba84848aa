import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PaypalOrder } from '../../../src/payments/providers/paypal/paypal-order.js';
import type { Exchange } from '../../support/gateways/gateway.js';
import { DATA, hasSpecifications, PaypalContract } from '../../support/gateways/paypal/paypal-contract.js';
import { CLIENT_ID, CLIENT_SECRET, PaypalGateway } from '../../support/gateways/paypal/paypal-gateway.js';

interface Recording {
  readonly area: string;
  readonly operation: string;
  readonly case: string;
  readonly response: { readonly status?: number; readonly body?: string };
}

const gateway = new PaypalGateway();
let token = '';
beforeAll(async () => {
  await gateway.start();
  const basic = Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64');
  const answer = await fetch(`${gateway.base}/v1/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: 'grant_type=client_credentials',
  });
  token = ((await answer.json()) as { access_token: string }).access_token;
});
afterAll(() => gateway.stop());

/** Asks the double as the adapter does. */
async function ask(method: string, path: string, body?: object): Promise<Record<string, never>> {
  const answer = await fetch(`${gateway.base}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'paypal-request-id': `${path}-${gateway.exchanges.length}` },
    body: body && JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, never>;
}

const amount = { currency_code: 'USD', value: '24.99' };
const newOrder = (intent: string) => ({
  intent,
  purchase_units: [{ amount, custom_id: 'payment-1', invoice_id: `invoice-${gateway.orders.size}` }],
  payment_source: { paypal: { experience_context: { return_url: 'https://shop.example/paid' } } },
});

async function completed(intent: 'CAPTURE' | 'AUTHORIZE'): Promise<{ readonly id: string }> {
  const { id } = await ask('POST', '/v2/checkout/orders', newOrder(intent));
  gateway.approve(id!);
  await ask('POST', `/v2/checkout/orders/${id}/${intent.toLowerCase()}`, {});
  return { id: id! };
}

describe.skipIf(!hasSpecifications)("PayPal's own description of its API", () => {
  const sent = newOrder('CAPTURE');
  const shown = { id: '5O190127TN364715T', status: 'CREATED', intent: 'CAPTURE' };
  const exchange = (
    body: object,
    answer: { readonly status: number; readonly body: object } = { status: 201, body: shown },
    path = '/v2/checkout/orders',
  ): Exchange => ({
    request: { method: 'POST', path, query: new URLSearchParams(), headers: {}, body: JSON.stringify(body) },
    answer,
  });
  const faultsOf = (planted: Exchange) => new PaypalContract().faultsOf([planted]);

  it('agrees with what we send and what the double answers', () => {
    expect(faultsOf(exchange(sent))).toEqual([]);
  });

  it.each([
    ['a missing field', exchange({ purchase_units: sent.purchase_units })],
    ['an unknown intent', exchange({ ...sent, intent: 'TAKE' })],
    [
      'an amount that is a number',
      exchange({ ...sent, purchase_units: [{ amount: { ...amount, value: 24.99 } }] }),
    ],
    ['an unknown status of an order', exchange(sent, { status: 201, body: { ...shown, status: 'PAID' } })],
    ['an unknown status of an answer', exchange(sent, { status: 299, body: {} })],
    [
      'an issue that the call does not have',
      exchange(sent, {
        status: 422,
        body: { name: 'UNPROCESSABLE_ENTITY', details: [{ issue: 'NO_LUCK' }] },
      }),
    ],
  ])('tells of %s', (_, planted) => {
    expect(faultsOf(planted)).not.toEqual([]);
  });
});

/** Path and type of each field; what is in a list counts once. */
function fieldsIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsIn(item, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`];
  return Object.entries(value).flatMap(([name, inner]) => fieldsIn(inner, `${path}.${name}`));
}

describe.skipIf(!hasSpecifications)('What PayPal has answered to others', () => {
  const recordings = hasSpecifications
    ? gunzipSync(readFileSync(join(DATA, 'api-recordings/paypal/public-apis-2023-10-27.jsonl.gz')))
        .toString()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Recording)
    : [];
  const recorded = (operation: RegExp, status: number): object[] =>
    recordings
      .filter((one) => operation.test(one.operation) && one.response.status === status)
      .map(({ response }) => JSON.parse(response.body!) as object);
  const named = (name: string): Record<string, unknown> =>
    JSON.parse(recordings.find((one) => one.case.endsWith(name))!.response.body!) as Record<string, unknown>;
  const known = (operation: RegExp, status: number): Set<string> =>
    new Set(recorded(operation, status).flatMap((body) => fieldsIn(body)));

  it('is read as a new order to be approved', () => {
    expect(new PaypalOrder(named('Create Order With Minimal Request')).toCharge()).toMatchObject({
      reference: '09H88704RC448263N',
      status: 'requires_action',
      amount: { amount: 10_000, currency: 'USD' },
      nextAction: { redirectUrl: 'https://www.sandbox.paypal.com/checkoutnow?token=09H88704RC448263N' },
    });
  });

  it('is read as an order that was paid', () => {
    const { status, amount: total, captures } = new PaypalOrder(named('With Detailed Response')).toCharge();
    expect([status, total]).toEqual(['succeeded', { amount: 24_000, currency: 'USD' }]);
    expect(captures).toMatchObject([{ amount: 24_000, status: 'succeeded' }]);
  });

  it('has the shape of the answers of the double: orders', async () => {
    const { id } = await completed('CAPTURE');
    const fields = known(/order/i, 201);
    const answer = fieldsIn(await ask('GET', `/v2/checkout/orders/${id}`));
    // A buyer with a PayPal account is in no recording, nor what we ask to be told of a capture.
    const beyond = /supplementary_data|captures\[\]\.create_time|update_time/;
    expect(answer.filter((field) => !fields.has(field) && !beyond.test(field))).toEqual([]);
  });

  it('has the shape of the answers of the double: authorizations', async () => {
    const { id } = await completed('AUTHORIZE');
    const held = gateway.orders.get(id)!.authorizations[0]!.id;
    const answer = await ask('GET', `/v2/payments/authorizations/${held}`);
    const fields = known(/details for authorized/, 200);
    // The recorded one was made without ids of a shop.
    const beyond = /custom_id|invoice_id/;
    expect(fieldsIn(answer).filter((field) => !fields.has(field) && !beyond.test(field))).toEqual([]);
  });

  it('has the shape of the answers of the double: refunds', async () => {
    const { id } = await completed('CAPTURE');
    const captureId = gateway.orders.get(id)!.captures[0]!.id;
    const refund = await ask('POST', `/v2/payments/captures/${captureId}/refund`, { amount, custom_id: 'r' });
    const answer = await ask('GET', `/v2/payments/refunds/${refund['id']}`);
    const fields = known(/refund details/, 200);
    expect(fieldsIn(answer).filter((field) => !fields.has(field) && !field.startsWith('.custom_id'))).toEqual(
      [],
    );
  });

  it('has the shape of the answers of the double: refusals', async () => {
    const { id } = await completed('CAPTURE');
    const refused = await ask('POST', `/v2/checkout/orders/${id}/authorize`, {});
    expect(fieldsIn(refused).filter((field) => !known(/order/i, 422).has(field))).toEqual([]);
    const missing = await ask('GET', '/v2/checkout/orders/0NOT0THERE0');
    expect(fieldsIn(missing).filter((field) => !known(/order/i, 404).has(field))).toEqual([]);
  });
});
