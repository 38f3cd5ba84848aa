import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../support/random.js';
import type { ClientAnswer, Credentials, TortureClient } from './client.js';
import type { Journal } from './journal.js';

/** What a client knows of an order that was made for it. */
export interface Bought {
  readonly id: string;
  readonly total: { readonly amount: number; readonly currency: string };
  readonly items: readonly { readonly id: string; readonly quantity: number }[];
  readonly proof: Credentials;
}

const LOOKS = 20;
const LOOK_MS = 500;

/** What staff do with an order and its money, as the seed decides. */
export class Clerk {
  constructor(
    private readonly random: Random,
    private readonly client: TortureClient,
    private readonly staffToken: () => Promise<string>,
    private readonly journal: Journal,
  ) {}

  /** All of it, or a part: the last one, or one that leaves the rest held. */
  async capture({ total }: Bought, paymentId: string): Promise<void> {
    const amount = { amount: this.random.int(1, total.amount), currency: total.currency };
    const body = this.random.weighted([
      [2, {}],
      [1, { amount, isFinal: true }],
      [1, { amount }],
    ]);
    await this.act('POST', `/payments/${paymentId}/captures`, body);
  }

  /** A sum, or for items that are not sent. */
  async refund(order: Bought, paymentId: string): Promise<void> {
    const items = this.random.chance(1 / 3) ? this.someUnits(order) : undefined;
    const amount = { amount: this.random.int(1, order.total.amount), currency: order.total.currency };
    const body = { ...(items ? { items } : { amount }), reason: 'changed mind' };
    const { status, body: refund } = await this.act('POST', `/payments/${paymentId}/refunds`, body);
    if (status !== 201) return;
    if (items) this.journal.canceled(items);
    if (refund.status !== 'succeeded') return;
    this.journal.refunds.set(refund.id, { paymentId, orderId: order.id, amount: refund.amount.amount });
  }

  /** Its buyer does so too. */
  async cancelItems(order: Bought): Promise<void> {
    const items = this.someUnits(order);
    const by = this.random.chance(1 / 2) ? order.proof : { token: await this.staffToken() };
    const path = `/orders/${order.id}/cancellation`;
    const { status } = await this.client.ask('POST', path, { items }, by);
    if (status === 200) this.journal.canceled(items);
  }

  async send(order: Bought): Promise<void> {
    const body = this.random.chance(1 / 2) ? { items: this.someUnits(order) } : {};
    await this.act('POST', `/orders/${order.id}/fulfillments`, body);
  }

  /** Waits until somebody has to decide on the payment, and does. */
  async review(order: Bought, paymentId: string): Promise<void> {
    for (let looks = 0; looks < LOOKS; looks += 1) {
      const { body } = await this.client.ask('GET', `/payments/${paymentId}`, undefined, order.proof);
      if (body.status === 'review') break;
      await delay(LOOK_MS);
    }
    const decision = this.random.pick(['confirm', 'reject'] as const);
    const body = { decision, reason: 'looked at the provider' };
    const { status } = await this.act('POST', `/payments/${paymentId}/review`, body);
    if (status === 200) this.journal.decided(order.id, decision);
  }

  private async act(method: string, path: string, body: object): Promise<ClientAnswer> {
    return this.client.ask(method, path, body, { token: await this.staffToken() });
  }

  private someUnits({ items }: Bought): { itemId: string; quantity: number }[] {
    const { id, quantity } = this.random.pick(items);
    return [{ itemId: id, quantity: this.random.int(1, quantity) }];
  }
}
