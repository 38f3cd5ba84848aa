import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { confirm, inboxOf } from '../../support/builders/payments.js';
import { aPaypalPayment, closePaypalShop, deliver, openPaypalShop } from '../../support/builders/paypal.js';
import { DATA, hasSpecifications } from '../../support/gateways/paypal/paypal-contract.js';
import type { PaypalGateway } from '../../support/gateways/paypal/paypal-gateway.js';
import type { TestShop } from '../../support/shop.js';

let shop: TestShop;
let gateway: PaypalGateway;

beforeAll(async () => {
  ({ shop, gateway } = await openPaypalShop({ PAYMENTS_PROVIDER_TIMEOUT_MS: '4000' }));
});
afterEach(() => void gateway.outbox.take());
afterAll(() => closePaypalShop(shop, gateway));

const anEvent = () => gateway.webhook('CUSTOMER.DISPUTE.CREATED', 'dispute', { id: 'PP-D-1' });

const post = async (body: string, headers: Readonly<Record<string, string>>) =>
  (await shop.http.post('/webhooks/paypal', body, { headers })).status;

const fetched = () =>
  gateway.exchanges.filter(({ request }) => request.path.startsWith('/v1/notifications/certs/')).length;

const hoursFrom = (hours: number): string =>
  new Date(Date.now() + hours * 3_600_000).toISOString().replace(/\.\d+/, '');

describe('A webhook of PayPal', () => {
  it('is taken when PayPal signed it, and stored', async () => {
    const { id, body } = anEvent();
    expect(await post(body, gateway.headersFor(body))).toBe(200);
    expect(await inboxOf(shop, id)).toBeDefined();
  });

  it('has its certificate fetched once, however many come', async () => {
    const before = fetched();
    const address = `${gateway.base}/v1/notifications/certs/CERT-360caa42-of-many`;
    const events = Array.from({ length: 20 }, anEvent);
    const statuses = await Promise.all(
      events.map(({ body }) => post(body, gateway.headersFor(body, { 'paypal-cert-url': address }))),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(fetched() - before).toBe(1);
  });

  it.each([
    ['old, but still repeated', -95, 200],
    ['too old', -97, 400],
    ['from the future', 1, 400],
  ])('is taken by its time: %s', async (_, hours, status) => {
    const { body } = anEvent();
    const headers = gateway.headersFor(body, { 'paypal-transmission-time': hoursFrom(hours) });
    expect(await post(body, headers)).toBe(status);
  });

  it.each([
    ['no signature', { 'paypal-transmission-sig': '' }],
    ['the signature of another', { 'paypal-transmission-sig': 'A'.repeat(344) }],
    ['another id', { 'paypal-transmission-id': 'other' }],
    ['no time', { 'paypal-transmission-time': 'yesterday' }],
    [
      'another host',
      { 'paypal-cert-url': 'https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1' },
    ],
    [
      'PayPal itself, where a base is set',
      { 'paypal-cert-url': 'https://api.paypal.com/v1/notifications/certs/C' },
    ],
    ['a file', { 'paypal-cert-url': 'file:///etc/passwd' }],
  ])('is refused with %s', async (_, changes) => {
    const { body } = anEvent();
    const signed = gateway.headersFor(body);
    expect(await post(body, signed)).toBe(200);
    const before = gateway.exchanges.length;
    expect(await post(body, { ...signed, ...changes })).toBe(400);
    expect(gateway.exchanges).toHaveLength(before);
  });

  it.each([
    '/v1/oauth2/token',
    '/v1/notifications/certs/../certs/CERT-1',
    '/v1/notifications/certs/A?b',
    '/v1/notifications/certs/A/b',
  ])('never makes the shop fetch %s', async (path) => {
    const { body } = anEvent();
    const before = gateway.exchanges.length;
    const headers = { ...gateway.headersFor(body), 'paypal-cert-url': `${gateway.base}${path}` };
    expect(await post(body, headers)).toBe(400);
    expect(gateway.exchanges).toHaveLength(before);
  });

  it('with an unknown certificate is refused, and asks for it once a minute only', async () => {
    const { body } = anEvent();
    const headers = {
      ...gateway.headersFor(body),
      'paypal-cert-url': `${gateway.base}/v1/notifications/certs/CERT-unknown`,
    };
    const before = fetched();
    for (let n = 0; n < 3; n += 1) expect(await post(body, headers)).toBe(400);
    expect(fetched() - before).toBe(1);
  });

  it.each([
    ['does not come', { kind: 'delay', ms: 2_500 }, 503],
    ['comes from elsewhere', { kind: 'answer', answer: { status: 302, headers: { location: '/x' } } }, 400],
    ['is no certificate', { kind: 'answer', answer: { status: 200, text: 'hello' } }, 400],
    ['never ends', { kind: 'answer', answer: { status: 200, text: 'x'.repeat(100_000) } }, 503],
  ] as const)('whose certificate %s is not taken', async (name, fault, status) => {
    const { body } = anEvent();
    const path = `/v1/notifications/certs/CERT-${name.replaceAll(' ', '-')}`;
    gateway.faults.next(new RegExp(path), fault);
    expect(
      await post(body, { ...gateway.headersFor(body), 'paypal-cert-url': `${gateway.base}${path}` }),
    ).toBe(status);
  });

  it('that no JSON is in is refused', async () => {
    expect(await post('hello', gateway.headersFor('hello'))).toBe(400);
  });

  it('is applied once, however often it comes', async () => {
    const { order, payment, reference } = await aPaypalPayment(shop, gateway);
    gateway.approve(reference);
    const [approved] = gateway.outbox.take();
    await deliver(
      shop,
      gateway,
      Array.from({ length: 10 }, () => approved!),
    );
    expect(gateway.books.of(reference)).toHaveLength(1);
    expect((await confirm(shop, order, payment.id)).body.status).toBe('succeeded');
  });

  it('that speaks of another sum puts the payment under review', async () => {
    const { order, payment, reference } = await aPaypalPayment(shop, gateway);
    const amount = { currency_code: 'USD', value: '1.00' };
    await deliver(shop, gateway, [
      gateway.webhook('CHECKOUT.ORDER.APPROVED', 'checkout-order', {
        id: reference,
        purchase_units: [{ amount, custom_id: payment.id }],
      }),
    ]);
    expect((await shop.http.get(`/payments/${payment.id}`, order.proof)).body.status).toBe('review');
  });
});

describe.skipIf(!hasSpecifications)('What PayPal has sent to others', () => {
  const folder = join(DATA, 'webhooks/paypal-hookdeck');
  const names = hasSpecifications ? readdirSync(folder) : [];

  it.each(names)('is taken, signed anew: %s', async (name) => {
    const { body: payload } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { body: object };
    const id = `WH-own-${name}`;
    const body = JSON.stringify({ ...payload, id });
    expect(await post(body, gateway.headersFor(body))).toBe(200);
    expect(await inboxOf(shop, id)).toBeDefined();
  });
});
