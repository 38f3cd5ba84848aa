import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signAsStripe } from '../../../src/payments/providers/stripe/stripe-signature.js';
import { inboxOf, orderOf, settled } from '../../support/builders/payments.js';
import {
  aStripePayment,
  closeStripeShop,
  deliver,
  look,
  openStripeShop,
  type StripePayment,
  type StripeShop,
} from '../../support/builders/stripe.js';
import { eventually } from '../../support/eventually.js';
import type { OutgoingWebhook } from '../../support/gateways/gateway.js';
import { StripeDouble } from '../../support/gateways/stripe/stripe-double.js';
import { newId, now } from '../../support/gateways/stripe/stripe-objects.js';

const NEXT_SECRET = 'whsec_theOneThatComesNext12345';
let world: StripeShop;

beforeAll(async () => {
  world = await openStripeShop({ STRIPE_WEBHOOK_SECRETS: `${NEXT_SECRET}, ${StripeDouble.WEBHOOK_SECRET}` });
});

afterAll(async () => {
  world.stripe.outbox.take();
  await closeStripeShop(world);
});

const permutations = <T>(values: readonly T[]): T[][] =>
  values.length === 0
    ? [[]]
    : values.flatMap((value, index) =>
        permutations(values.filter((_, other) => other !== index)).map((rest) => [value, ...rest]),
      );

/** All that was sent has been applied or parked. */
const allHandled = (webhooks: readonly OutgoingWebhook[]) =>
  eventually(async () => {
    const rows = await world.shop.sql<{ status: string }>(
      'SELECT status FROM payment_webhooks WHERE event_id = ANY($1)',
      [webhooks.map(({ id }) => id)],
    );
    return rows.length === webhooks.length && rows.every(({ status }) => status === 'applied');
  });

type Made = Awaited<ReturnType<typeof aStripePayment>>;

/** What happens at Stripe, step by step; each step tells of itself once. */
const STORY: readonly ((made: Made) => void)[] = [
  ({ secret }) => world.stripe.buyerPays(secret, 'declined'),
  ({ secret }) => world.stripe.buyerPays(secret, 'asks'),
  ({ order }) => world.stripe.ends(world.stripe.intentOf(order.id), true),
  ({ order }) => void world.stripe.account.refund(world.stripe.intentOf(order.id).id, 700, {}),
];

/** The last event of a step: others of it say the same. */
const step = (made: Made, index: number): OutgoingWebhook => {
  STORY[index]!(made);
  return world.stripe.outbox.take().at(-1)!;
};

const ending = async ({ order, payment }: Made) => {
  const { status, paymentStatus } = await orderOf(world.shop, order);
  const shown = (await world.shop.http.get<StripePayment>(`/payments/${payment.id}`, order.proof)).body;
  return { status, paymentStatus, payment: { ...shown, id: '', orderId: '', createdAt: '' } };
};

describe("Stripe's webhooks", () => {
  let polled: Awaited<ReturnType<typeof ending>>;

  beforeAll(async () => {
    const made = await aStripePayment(world);
    for (const happens of STORY) {
      happens(made);
      await world.shop.sql('UPDATE payments SET check_at = now() WHERE id = $1', [made.payment.id]);
      await look(world.shop, made.order, made.payment.id);
    }
    world.stripe.outbox.take();
    const refund = [...world.stripe.account.refunds.values()].at(-1)!;
    await deliver(world, [webhookOf({ type: 'refund.updated', data: { object: refund } })]);
    await eventually(async () => (await ending(made)).paymentStatus === 'partially_refunded');
    polled = await ending(made);
  });

  it('have polling beside them, which ends with the money', () => {
    expect(polled).toMatchObject({ status: 'placed', payment: { status: 'succeeded' } });
  });

  it.each(permutations([0, 1, 2, 3]))(
    'end as polling does when they come as %i %i %i %i, and twice',
    async (...order) => {
      const made = await aStripePayment(world);
      world.stripe.outbox.take();
      const told: OutgoingWebhook[] = [];
      const sent = new Set<number>();
      for (const index of STORY.keys()) {
        told.push(step(made, index));
        // Whatever has its turn and has happened goes out at once; the rest is late.
        for (const turn of order.slice(0, index + 1).filter((one) => one <= index && !sent.has(one))) {
          sent.add(turn);
          await deliver(world, [told[turn]!]);
        }
      }
      await deliver(
        world,
        [...order, ...order.toReversed()].map((turn) => told[turn]!),
      );
      await allHandled(told);
      expect(await ending(made)).toEqual(polled);
    },
  );

  it.each(['payment_intent', 'refund', 'charge'])('may be thin: a %s is looked up', async (kind) => {
    const { stripe } = world;
    const made = await aStripePayment(world);
    stripe.outbox.take();
    stripe.sends = 'thin';
    stripe.buyerPays(made.secret);
    if (kind !== 'payment_intent') stripe.account.refund(stripe.intentOf(made.order.id).id, 700, {});
    stripe.sends = 'snapshot';
    const thin = stripe.outbox.take().filter(({ body }) => JSON.parse(body).related_object.type === kind);
    expect(thin.length).toBeGreaterThan(0);
    await deliver(world, thin);
    await allHandled(thin);
    await settled(world.shop, made.order, made.payment.id, 'succeeded');
  });

  it('count once when both shapes tell of the same', async () => {
    const snapshot = webhookOf({ type: 'customer.created' });
    const thin = {
      ...snapshot,
      body: JSON.stringify({ id: newId('evt'), type: 'v1.customer.created', snapshot_event: snapshot.id }),
    };
    await deliver(world, [snapshot, thin]);
    const rows = await world.shop.sql('SELECT FROM payment_webhooks WHERE event_id = $1', [snapshot.id]);
    expect(rows).toHaveLength(1);
  });
});

const webhookOf = (fields: object): OutgoingWebhook => {
  const event = {
    id: newId('evt'),
    object: 'event',
    type: 'test',
    livemode: false,
    created: now(),
    ...fields,
  };
  return { id: event.id, type: event.type, body: JSON.stringify(event) };
};

describe('A webhook that is not from Stripe', () => {
  const { body } = webhookOf({});
  const signed = (secret: string, at: number) => ({
    'stripe-signature': signAsStripe(Buffer.from(body), secret, at),
  });

  it.each([
    ['without a signature', () => ({})],
    ['of another secret', () => signed('whsec_somebodyElseKnowsThisOne', now())],
    ['of an hour ago', () => signed(StripeDouble.WEBHOOK_SECRET, now() - 3600)],
    ['of the future', () => signed(StripeDouble.WEBHOOK_SECRET, now() + 3600)],
  ])('is refused %s', async (_, headers) => {
    expect(await world.stripe.outbox.sendSigned(body, headers())).toBe(400);
  });

  it.each(['{"id":', '[]', '{}', '{"id":"evt_1"}', '"evt_1"', 'null'])(
    'is refused when it is %s',
    async (text) => {
      expect(await world.stripe.outbox.send([{ id: '', type: '', body: text }])).toEqual([400]);
    },
  );

  it('is taken with either secret, and with both', async () => {
    for (const secrets of [[NEXT_SECRET], [StripeDouble.WEBHOOK_SECRET], ['whsec_unknown', NEXT_SECRET]]) {
      world.stripe.webhookSecrets = secrets;
      expect(await world.stripe.outbox.send([webhookOf({ type: 'customer.created' })])).toEqual([200]);
    }
    world.stripe.webhookSecrets = [StripeDouble.WEBHOOK_SECRET];
  });
});

describe('A charge that is not what was asked for', () => {
  it.each([
    ['amount', { amount: 1 }],
    ['currency', { currency: 'eur' }],
    ['mode', { livemode: true }],
  ])('is reviewed, and not taken for money: another %s', async (_, changes) => {
    const { shop, stripe } = world;
    const { order, payment, secret } = await aStripePayment(world);
    const intent = Object.assign(stripe.intentOf(order.id), changes);
    stripe.outbox.take();
    stripe.buyerPays(secret);
    stripe.books.entries.splice(
      0,
      stripe.books.entries.length,
      ...stripe.books.entries.filter((one) => one.charge !== intent.id),
    );
    expect(await look(shop, order, payment.id)).toMatchObject({
      status: 'review',
      failure: { code: 'mismatch' },
    });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'pending_payment', paymentStatus: 'review' });
  });

  it('is reviewed when a signed event tells of another amount', async () => {
    const { order, payment } = await aStripePayment(world);
    const object = { ...world.stripe.intentOf(order.id), amount: 1, status: 'succeeded' };
    await deliver(world, [webhookOf({ type: 'payment_intent.succeeded', data: { object } })]);
    expect(await settled(world.shop, order, payment.id, 'review')).toMatchObject({
      failure: { code: 'mismatch' },
    });
  });

  it('is not even looked up when the event is of the other mode', async () => {
    const { order } = await aStripePayment(world);
    const object = world.stripe.intentOf(order.id);
    const webhook = webhookOf({ type: 'payment_intent.succeeded', livemode: true, data: { object } });
    await deliver(world, [webhook]);
    await eventually(async () => (await inboxOf(world.shop, webhook.id))?.status === 'parked');
    expect(await orderOf(world.shop, order)).toMatchObject({
      status: 'pending_payment',
      paymentStatus: 'processing',
    });
  });

  it('keeps nothing of people in the inbox', async () => {
    const object = { id: 'cus_1', object: 'customer', email: 'mara@example.com' };
    const webhook = webhookOf({ type: 'customer.created', data: { object } });
    await deliver(world, [webhook]);
    const [row] = await world.shop.sql('SELECT payload FROM payment_webhooks WHERE event_id = $1', [
      webhook.id,
    ]);
    expect(row.payload).toMatchObject({ object: { id: 'cus_1', object: 'customer' } });
    expect(JSON.stringify(row)).not.toContain('mara');
  });
});

const DATA = join(process.env['CARTWRIGHT_DATA'] ?? '', 'webhooks');

describe.skipIf(process.env['CARTWRIGHT_DATA'] === undefined)('Recorded events of Stripe', () => {
  it.each([
    ['stripe', 45],
    ['stripe-hookdeck', 9],
  ])('in %s are all taken (%i)', async (folder, count) => {
    const files = readdirSync(join(DATA, folder)).filter((name) => name.endsWith('.json'));
    expect(files).toHaveLength(count);
    for (const file of files) {
      const recorded = JSON.parse(readFileSync(join(DATA, folder, file), 'utf8'));
      const event = { ...(recorded.body ?? recorded), id: newId('evt') };
      await deliver(world, [{ id: event.id, type: event.type, body: JSON.stringify(event) }]);
    }
  });
});
