import { randomUUID } from 'node:crypto';
import { Progress } from '../../src/common/cli/progress.js';
import { productsOf, skuOf } from './articles.js';
import { buyerOf } from './buyer.js';
import type { ReplayClient } from './client.js';
import { CURRENCY } from './invoice-file.js';
import type { CancellationStep, CorrectionStep, Entry, OrderStep, Step } from './plan.js';

/** An order that the shop has made. */
export interface Placed {
  readonly orderId: string;
  /** Absent when there was nothing to pay. */
  readonly paymentId?: string;
}

const PARALLEL = 6;
const REST_OF_WORLD = '*';

const gbp = (amount: number) => ({ amount, currency: CURRENCY });

/** Sends a planned history through the public API. What fails is written into the accounts of its lines. */
export class Replay {
  readonly placed = new Map<OrderStep, Promise<Placed>>();
  private readonly variantIds = new Map<string, string>();
  private shippingMethodId = '';
  seconds = 0;

  constructor(
    private readonly client: ReplayClient,
    private readonly out: NodeJS.WritableStream = process.stderr,
  ) {}

  async run(steps: readonly Step[], entries: readonly Entry[]): Promise<void> {
    const free = { name: 'Collected', rates: [{ country: REST_OF_WORLD, price: gbp(0) }] };
    this.shippingMethodId = (
      await this.client.asOwner('POST', '/shipping-methods', free, 201, randomUUID())
    ).id;
    await this.inParallel('Products', productsOf(entries), (product) => this.make(product));
    const began = performance.now();
    await this.inParallel('Invoices', steps, (step) => this.follow(step));
    this.seconds = (performance.now() - began) / 1_000;
  }

  private async make(product: object): Promise<void> {
    const { variants } = await this.client.asOwner('POST', '/products', product, 201, randomUUID());
    for (const { id, sku } of variants) this.variantIds.set(sku, id);
  }

  private async follow(step: Step): Promise<void> {
    try {
      if (step.kind === 'order') await this.order(step);
      else if (step.kind === 'correction') await this.correct(step);
      else await this.cancel(step);
    } catch (error) {
      for (const entry of step.entries) {
        if (entry.outcome === 'reported') continue;
        Object.assign(entry, { outcome: 'failed', done: 0, note: String(error) });
      }
    }
  }

  private order(step: OrderStep): Promise<Placed> {
    const placed = this.buy(step);
    this.placed.set(step, placed);
    return placed;
  }

  private async buy({ invoice, part, entries, total }: OrderStep): Promise<Placed> {
    const key = `${invoice}-${part}`;
    const items = entries.map(({ line }) => ({ sku: skuOf(line), quantity: line.quantity }));
    const cart = await this.client.send('POST', '/carts', { items }, 201);
    const { shippingMethodId } = this;
    const details = { ...buyerOf(entries[0]!.line), shippingMethodId };
    await this.client.send('PATCH', `/carts/${cart.id}`, details, 200);
    const wanted = { cartId: cart.id, expectedTotal: gbp(total) };
    const order = await this.client.send('POST', '/orders', wanted, 201, { idempotencyKey: key });
    if (total === 0) return { orderId: order.id };
    const payment = await this.client.send(
      'POST',
      `/orders/${order.id}/payments`,
      { provider: 'test', paymentMethod: 'success' },
      201,
      { orderToken: order.accessToken, idempotencyKey: `${key}-payment` },
    );
    if (payment.status !== 'succeeded') throw new Error(`The payment of ${key} is ${payment.status}`);
    return { orderId: order.id, paymentId: payment.id };
  }

  /** Waits for the orders that it takes back: they come before it, so they are at least under way. */
  private async cancel({ invoice, takes }: CancellationStep): Promise<void> {
    for (const { order, amount, isWhole } of takes) {
      const { orderId, paymentId } = await this.placed.get(order)!;
      const reason = `invoice ${invoice}`;
      if (isWhole) await this.client.asOwner('POST', `/orders/${orderId}/cancellation`, { reason }, 200);
      else {
        const refund = { amount: gbp(amount), reason };
        await this.client.asOwner(
          'POST',
          `/payments/${paymentId}/refunds`,
          refund,
          201,
          `${invoice}-${orderId}`,
        );
      }
    }
  }

  private async correct({ invoice, entries: [{ line }] }: CorrectionStep): Promise<void> {
    const reason = [`invoice ${invoice}`, line.description].filter(Boolean).join(': ');
    const body = { variantId: this.variantIds.get(skuOf(line)), delta: line.quantity, reason };
    await this.client.asOwner('POST', '/inventory/adjustments', body, 201, `line-${line.number}`);
  }

  /** Begins the work in order, a few pieces of it at a time. */
  private async inParallel<T>(
    label: string,
    all: readonly T[],
    work: (each: T) => Promise<void>,
  ): Promise<void> {
    const progress = new Progress(label, all.length, this.out);
    const rest = all.values();
    const follow = async (): Promise<void> => {
      for (const each of rest) {
        await work(each);
        progress.advance();
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, follow)).finally(() => progress.stop());
  }
}
