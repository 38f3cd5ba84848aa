import { setTimeout as delay } from 'node:timers/promises';
import { ADDRESSES } from '../support/builders/carts.js';

/** A shop that may fail or die at any moment, as its client sees it. */
export interface FragileShop {
  /** Base of the API. */
  readonly url: () => string;
  readonly sql: (text: string, parameters?: readonly unknown[]) => Promise<any[]>;
  /** Starts it again if it has died. */
  readonly revive: () => Promise<void>;
}

/** What a journey finds in the shop. */
export interface Goods {
  readonly variantId: string;
  readonly shippingMethodId: string;
  readonly staffToken: string;
}

/** An answer that the client can rely on. */
export interface Answer {
  readonly status: number;
  readonly body: any;
}

interface Proof {
  readonly token?: string;
  readonly orderToken?: string;
}

const PATIENCE_MS = 60_000;
let keys = 0;

/** A client that asks again, with the same key, until it knows how its request ended. */
export class Journey {
  /** Requests that had to be sent more than once. */
  repeats = 0;

  constructor(
    private readonly shop: FragileShop,
    private readonly goods: Goods,
  ) {}

  async order(quantity = 1): Promise<{ id: string; proof: Proof }> {
    const cart = await this.ask('POST', '/carts', {
      items: [{ variantId: this.goods.variantId, quantity }],
    });
    const { shippingMethodId } = this.goods;
    const details = { email: 'mara@example.com', shippingAddress: ADDRESSES.US, shippingMethodId };
    await this.ask('PATCH', `/carts/${cart.body.id}`, details);
    const { body } = await this.ask('POST', '/orders', { cartId: cart.body.id });
    return { id: body.id, proof: { orderToken: body.accessToken } };
  }

  async pay(order: { id: string; proof: Proof }, paymentMethod: string): Promise<string> {
    const body = { provider: 'test', paymentMethod };
    return (await this.ask('POST', `/orders/${order.id}/payments`, body, order.proof)).body.id;
  }

  async asStaff(path: string, body: object): Promise<Answer> {
    return this.ask('POST', path, body, { token: this.goods.staffToken });
  }

  /** Sends the request until an answer says what became of it. */
  async ask(method: string, path: string, body: object | undefined, proof: Proof = {}): Promise<Answer> {
    const key = `crash-${process.pid}-${(keys += 1)}`;
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.send(method, path, body, proof, key);
      if (answer && answer.status < 300) return answer;
      const isOpen = !answer || answer.status >= 500 || answer.body.code === 'idempotency_key_in_flight';
      if (!isOpen) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      if (Date.now() > deadline)
        throw new Error(`${method} ${path} has no answer: ${JSON.stringify(answer)}`);
      this.repeats += 1;
      await this.shop.revive();
      await this.hurry();
      await delay(50);
    }
  }

  /** Lets a minute pass: what waits for its time is due, and the clock's own jobs run. */
  async hurry(): Promise<void> {
    await this.shop.sql('UPDATE payments SET check_at = now() WHERE check_at IS NOT NULL');
    await this.shop.sql("UPDATE idempotency_keys SET lease_until = now() WHERE state = 'in_progress'");
    await this.shop.sql('UPDATE graphile_worker._private_jobs SET run_at = least(run_at, now())');
    for (const job of ['events.forget_superseded_jobs', 'payments.recover', 'orders.expire']) {
      await this.shop.sql("SELECT graphile_worker.add_job($1, '{}', job_key => $1)", [job]);
    }
  }

  private async send(
    method: string,
    path: string,
    body: object | undefined,
    { token, orderToken }: Proof,
    key: string,
  ): Promise<Answer | undefined> {
    const headers: Record<string, string> = { 'idempotency-key': key };
    if (body) headers['content-type'] = 'application/json';
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    if (orderToken !== undefined) headers['x-order-token'] = orderToken;
    try {
      const signal = AbortSignal.timeout(10_000);
      const payload = body && JSON.stringify(body);
      const answer = await fetch(this.shop.url() + path, { method, headers, body: payload, signal });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
    } catch {
      return undefined;
    }
  }
}
