import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anOrder } from '../../support/builders/orders.js';
import { confirm, orderOf, paymentOf, recover, settled } from '../../support/builders/payments.js';
import {
  aPaypalPayment,
  closePaypalShop,
  deliver,
  openPaypalShop,
  paypalOwes,
  startPaypal,
} from '../../support/builders/paypal.js';
import type { Fault } from '../../support/gateways/gateway.js';
import type { PaypalGateway } from '../../support/gateways/paypal/paypal-gateway.js';
import { settleJobs } from '../../support/jobs.js';
import type { TestShop } from '../../support/shop.js';

let shop: TestShop;
let gateway: PaypalGateway;

beforeAll(async () => {
  ({ shop, gateway } = await openPaypalShop({ PAYMENTS_PROVIDER_TIMEOUT_MS: '2000' }));
});
afterEach(() => void gateway.outbox.take());
afterAll(() => closePaypalShop(shop, gateway));

const FAULTS: readonly (readonly [string, Fault])[] = [
  ['is cut', { kind: 'cut' }],
  ['is lost', { kind: 'lose' }],
  ['cannot be read', { kind: 'garble' }],
  ['comes too late', { kind: 'delay', ms: 2_500 }],
  ['is a 500', { kind: 'answer', answer: { status: 500, body: { name: 'INTERNAL_SERVER_ERROR' } } }],
  ['is a 429', { kind: 'answer', answer: { status: 429, body: { name: 'RATE_LIMIT_REACHED' } } }],
  [
    'leads elsewhere',
    { kind: 'answer', answer: { status: 307, headers: { location: 'http://127.0.0.1:9/' } } },
  ],
  ['never ends', { kind: 'answer', answer: { status: 200, text: '"'.padEnd(2_000_000, 'x') } }],
];

describe.each(FAULTS)('When the answer %s', (_, fault) => {
  it('a start is unknown, then resolved with the same key to one order', async () => {
    const order = await anOrder(shop);
    gateway.faults.next(/^POST \/v2\/checkout\/orders$/, fault);
    const { body } = await startPaypal(shop, order);
    expect(body.status).toBe('unknown');
    await recover(shop);
    await settled(shop, order, body.id, 'requires_action');
    gateway.approve(gateway.orderOf(body.id).id);
    expect((await confirm(shop, order, body.id)).body.status).toBe('succeeded');
  });

  it('a buyer who agreed is charged once', async () => {
    const { order, payment, reference } = await aPaypalPayment(shop, gateway);
    gateway.approve(reference);
    gateway.faults.next(/orders\/\w+\/capture$/, fault);
    expect((await confirm(shop, order, payment.id)).body.status).toBe('unknown');
    await recover(shop);
    await settled(shop, order, payment.id, 'succeeded');
    expect(gateway.books.of(reference)).toHaveLength(1);
    expect(await paypalOwes(shop, order.id)).toBe(order.total.amount);
  });
});

describe('The access token', () => {
  const asked = () => gateway.exchanges.filter(({ request }) => request.path === '/v1/oauth2/token').length;

  it('that PayPal has ended is asked for once more, by many at once', async () => {
    await aPaypalPayment(shop, gateway);
    gateway.endTokens();
    const payments = [];
    for (let n = 0; n < 5; n += 1) payments.push(await anOrder(shop));
    const before = asked();
    const answers = await Promise.all(payments.map((order) => startPaypal(shop, order)));
    expect(answers.map(({ body }) => body.status)).toEqual(payments.map(() => 'requires_action'));
    expect(asked() - before).toBe(1);
  });

  it('is renewed before it ends', async () => {
    gateway.endTokens();
    gateway.tokenSeconds = 59;
    await aPaypalPayment(shop, gateway);
    const before = asked();
    await aPaypalPayment(shop, gateway);
    expect(asked() - before).toBe(1);
    gateway.tokenSeconds = 32_400;
  });

  it('that PayPal goes on to refuse leaves the outcome unknown, and is asked for once more only', async () => {
    const order = await anOrder(shop);
    const refusal = { status: 401, body: { error: 'invalid_token', error_description: 'No.' } };
    gateway.faults.next(/^POST \/v2\/checkout\/orders$/, { kind: 'answer', answer: refusal }, 2);
    const before = asked();
    const { body } = await startPaypal(shop, order);
    expect(body.status).toBe('unknown');
    expect(asked() - before).toBeLessThanOrEqual(2);
    await recover(shop);
    await settled(shop, order, body.id, 'requires_action');
  });
});

type Made = Awaited<ReturnType<typeof aPaypalPayment>>;

/** What happens at PayPal and is told by three events each, while the shop hears of nothing. */
const STORIES = {
  'a capture that was reviewed': async () => {
    const made = await aPaypalPayment(shop, gateway);
    gateway.pendingCaptures = 1;
    gateway.approve(made.reference);
    await confirm(shop, made.order, made.payment.id);
    gateway.settleCaptures(made.reference, 'COMPLETED');
    return made;
  },
  'a capture that was declined in the end': async () => {
    const made = await aPaypalPayment(shop, gateway);
    gateway.pendingCaptures = 1;
    gateway.approve(made.reference);
    await confirm(shop, made.order, made.payment.id);
    gateway.settleCaptures(made.reference, 'DECLINED');
    return made;
  },
  'an authorization that was voided': async () => {
    const made = await aPaypalPayment(shop, gateway, { method: 'authorize_only' });
    gateway.approve(made.reference);
    await confirm(shop, made.order, made.payment.id);
    gateway.voidByHand(made.reference);
    return made;
  },
} as const;

const seen = async ({ order, payment }: Made) => ({
  payment: (await paymentOf(shop, order, payment.id)).status,
  order: (await orderOf(shop, order)).status,
  owed: await paypalOwes(shop, order.id),
});

describe('Webhooks in any order, with repetitions', () => {
  it.each(Object.keys(STORIES) as (keyof typeof STORIES)[])('end as polling alone ends: %s', async (name) => {
    gateway.outbox.take();
    const polled = await STORIES[name]();
    gateway.outbox.take();
    await recover(shop);
    await settleJobs(shop);
    const expected = await seen(polled);
    expect(['succeeded', 'failed', 'canceled']).toContain(expected.payment);

    for (const order of permutations([0, 1, 2, 0])) {
      const told = await STORIES[name]();
      const events = gateway.outbox.take();
      expect(events).toHaveLength(3);
      await deliver(
        shop,
        gateway,
        order.map((index) => events[index]!),
      );
      expect(await seen(told)).toEqual(expected);
    }
  });
});

/** Each once. */
function permutations(items: readonly number[]): number[][] {
  const all = (rest: readonly number[]): number[][] =>
    rest.length < 2
      ? [[...rest]]
      : rest.flatMap((item, index) => all(rest.toSpliced(index, 1)).map((others) => [item, ...others]));
  return [...new Set(all(items).map((order) => order.join()))].map((order) => order.split(',').map(Number));
}
