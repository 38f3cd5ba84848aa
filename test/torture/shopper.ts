import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../support/random.js';
import { ADDRESSES } from '../support/builders/carts.js';
import { type Bought, Clerk } from './clerk.js';
import type { ClientAnswer, TortureClient } from './client.js';
import type { Journal } from './journal.js';

/** What everybody in a torture run knows of the shop. */
export interface TorturedShop {
  readonly variantIds: readonly string[];
  readonly shippingMethodId: string;
  /** A token of staff that is valid now. */
  readonly staffToken: () => Promise<string>;
  readonly sign: (event: object) => { readonly payload: string; readonly headers: Record<string, string> };
}

const METHODS = [
  'success',
  'success',
  'success',
  'decline',
  'requires_action',
  'authorize_only',
  'authorize_expiring',
  'authorize_voided',
  'delayed_success',
  'delayed_failure',
  'timeout',
] as const;

/** Around the minute that an order waits for its money. */
const EARLY_MS = 55_000;
const LATE_MS = 125_000;

/** One client: shops at random, as its seed decides, until it is told to stop. */
export class Shopper {
  private events = 0;
  private readonly clerk: Clerk;
  private readonly left: { readonly order: Bought; readonly payAt: number }[] = [];

  constructor(
    private readonly name: string,
    private readonly random: Random,
    private readonly client: TortureClient,
    private readonly shop: TorturedShop,
    private readonly journal: Journal,
  ) {
    this.clerk = new Clerk(random, client, shop.staffToken, journal);
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.visit();
      await delay(this.random.int(0, 50));
    }
  }

  private async visit(): Promise<void> {
    await this.client.ask('GET', `/products?limit=${this.random.int(1, 20)}`);
    if (this.random.chance(1 / 8)) await this.restock();
    await this.comeBack();
    const order = await this.order();
    if (!order) return;
    if (this.random.chance(1 / 12)) return this.cancel(order);
    if (this.random.chance(1 / 15)) return this.leave(order);

    const payment = await this.pay(order);
    if (payment && this.random.chance(1 / 4)) await this.webhooks(order, payment.id);
    if (payment) await this.followUp(order, payment);
    if (this.random.chance(1 / 4)) await this.clerk.cancelItems(order);
    if (this.random.chance(1 / 4)) await this.clerk.send(order);
    if (this.random.chance(1 / 4)) await this.clerk.cancelItems(order);
    if (this.random.chance(1 / 5)) await this.cancel(order);
  }

  /** Some never pay; the others come back about when the order's time runs out. */
  private leave(order: Bought): void {
    if (this.random.chance(1 / 2)) return;
    this.left.push({ order, payAt: performance.now() + this.random.int(EARLY_MS, LATE_MS) });
  }

  private async comeBack(): Promise<void> {
    const due = this.left.findIndex(({ payAt }) => payAt < performance.now());
    const [found] = due === -1 ? [] : this.left.splice(due, 1);
    if (found) await this.pay(found.order);
  }

  private async order(): Promise<Bought | undefined> {
    const items = Array.from({ length: this.random.int(1, 3) }, () => ({
      variantId: this.random.pick(this.shop.variantIds),
      quantity: this.random.int(1, 3),
    }));
    const cart = await this.client.ask('POST', '/carts', { items });
    if (cart.status !== 201) return undefined;
    const { shippingMethodId } = this.shop;
    const details = { email: `${this.name}@example.com`, shippingAddress: ADDRESSES.US, shippingMethodId };
    await this.client.ask('PATCH', `/carts/${cart.body.id}`, details);
    const placed = await this.client.ask('POST', '/orders', { cartId: cart.body.id });
    if (placed.status !== 201) return undefined;
    const { id, totals, items: lines, accessToken } = placed.body;
    this.journal.order(id, cart.body.id, totals.total.amount);
    return { id, total: totals.total, items: lines, proof: { orderToken: accessToken } };
  }

  private async pay(order: Bought): Promise<{ id: string; status: string } | undefined> {
    const body = { provider: 'test', paymentMethod: this.random.pick(METHODS) };
    const answer = await this.client.ask('POST', `/orders/${order.id}/payments`, body, order.proof);
    if (answer.status !== 201) return undefined;
    this.paid(order, answer);
    return answer.body;
  }

  private async followUp(order: Bought, payment: { id: string; status: string }): Promise<void> {
    const isOpen = payment.status === 'requires_action' || payment.status === 'processing';
    if (isOpen && this.random.chance(1 / 4)) return this.castDoubt(order, payment.id);
    if (payment.status === 'requires_action') return this.decide(order, payment.id);
    if (payment.status === 'authorized' && !this.random.chance(1 / 3)) await this.take(order, payment.id);
    else if (payment.status === 'authorized') await this.payAgain(order);
    const isPaid = payment.status === 'succeeded' || payment.status === 'authorized';
    if (isPaid && this.random.chance(1 / 3)) await this.clerk.refund(order, payment.id);
    if (payment.status === 'failed') await (this.random.chance(1 / 2) ? this.pay(order) : this.reopen(order));
  }

  /** The authorization may be lost by now: then the order can be paid once more, else that is refused. */
  private async payAgain(order: Bought): Promise<void> {
    await delay(this.random.int(0, 2_000));
    await this.pay(order);
  }

  private async decide(order: Bought, paymentId: string): Promise<void> {
    if (this.random.chance(1 / 4)) {
      await this.client.ask('POST', `/payments/${paymentId}/cancellation`, {}, order.proof);
      return;
    }
    const outcome = this.random.chance(1 / 4) ? 'decline' : 'success';
    const path = `/payments/${paymentId}/confirmation`;
    const answer = await this.client.ask('POST', path, { outcome }, order.proof);
    if (answer.status === 200) this.paid(order, answer);
  }

  /** What is left of the authorization may be lost afterwards. */
  private async take(order: Bought, paymentId: string): Promise<void> {
    await this.clerk.capture(order, paymentId);
    if (this.random.chance(1 / 2)) await this.clerk.capture(order, paymentId);
    else await this.payAgain(order);
  }

  /** A signed word about another sum is for staff to look into; the charge goes on meanwhile. */
  private async castDoubt(order: Bought, paymentId: string): Promise<void> {
    await this.webhooks({ ...order, total: { ...order.total, amount: order.total.amount + 1 } }, paymentId);
    await this.clerk.review(order, paymentId);
    await this.pay(order);
  }

  private async cancel(order: Bought): Promise<void> {
    await this.client.ask('POST', `/orders/${order.id}/cancellation`, {}, order.proof);
  }

  private async reopen(order: Bought): Promise<void> {
    await this.client.ask('POST', `/orders/${order.id}/reopening`, {}, order.proof);
  }

  private async restock(): Promise<void> {
    const variantId = this.random.pick(this.shop.variantIds);
    const body = { variantId, delta: this.random.int(1, 50), reason: 'delivery' };
    await this.client.ask('POST', '/inventory/adjustments', body, { token: await this.shop.staffToken() });
  }

  /** Signed, and sent twice: before its time, after it, or about nothing that happened. */
  private async webhooks(order: Bought, paymentId: string): Promise<void> {
    const id = `evt-${this.name}-${(this.events += 1)}`;
    const charge = { key: paymentId, ...order.total };
    const event = { id, type: 'charge.updated', livemode: false, account: 'test', charge };
    const { payload, headers } = this.shop.sign(event);
    for (let copy = 0; copy < 2; copy += 1) await this.client.post('/webhooks/test', payload, headers);
  }

  private paid(order: Bought, { body }: ClientAnswer): void {
    if (body.status !== 'succeeded') return;
    const { amount } = body.amount;
    if (amount !== order.total.amount)
      this.journal.violations.push(`Payment ${body.id} took ${amount} for ${order.total.amount}`);
    this.journal.payments.set(body.id, { paymentId: body.id, orderId: order.id, amount });
  }
}
