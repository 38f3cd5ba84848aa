import type { TestShop } from '../support/shop.js';
import { closingStock } from './articles.js';
import type { ReplayClient } from './client.js';
import { amountOf, type InvoiceFile } from './invoice-file.js';
import { groupBy } from './lists.js';
import type { Entry, OrderStep, Step } from './plan.js';
import type { Placed, Replay } from './replay.js';

interface ShownOrder {
  readonly id: string;
  readonly status: string;
  readonly paymentStatus: string;
  readonly totals: Readonly<Record<'shipping' | 'tax' | 'discount' | 'total', { readonly amount: number }>>;
}

/** Asks the shop what it holds now, and gives every difference to what the file says. */
export class Audit {
  readonly differences: string[] = [];
  readonly sums = { file: 0, ordered: 0, returned: 0, reported: 0 };
  private readonly soldByInvoice = new Map<string, number>();

  constructor(
    private readonly shop: TestShop,
    private readonly client: ReplayClient,
    private readonly replay: Replay,
  ) {}

  async run(file: InvoiceFile, steps: readonly Step[], entries: readonly Entry[]): Promise<void> {
    for (const { line, outcome, note } of entries)
      if (outcome === 'failed') this.differences.push(`line ${line.number}: ${note}`);
    await this.orders(steps.filter((step) => step.kind === 'order'));
    this.invoices(entries);
    this.overall(file, entries);
    await this.books();
    await this.stock(entries, steps);
    await this.shop.doctor().catch((error: unknown) => this.differences.push(String(error)));
  }

  private async orders(steps: readonly OrderStep[]): Promise<void> {
    const shown = new Map<string, ShownOrder>();
    for await (const order of this.client.listed<ShownOrder>('/orders')) shown.set(order.id, order);
    this.expect('orders', shown.size, steps.length);
    for (const step of steps) {
      const placed = await this.replay.placed.get(step)!.catch(() => undefined);
      if (placed) await this.order(step, placed, shown.get(placed.orderId));
    }
  }

  private async order(step: OrderStep, placed: Placed, order: ShownOrder | undefined): Promise<void> {
    const name = `invoice ${step.invoice}, order ${step.part}`;
    if (!order) return void this.differences.push(`${name} is not in the list of orders`);
    const { total, tax, shipping, discount } = order.totals;
    this.expect(`${name}: tax, shipping and discount`, tax.amount + shipping.amount + discount.amount, 0);
    this.expect(`${name}: status`, order.status, step.isCanceled ? 'canceled' : 'placed');
    this.expect(`${name}: payment status`, order.paymentStatus, moneyOf(step));
    this.soldByInvoice.set(step.invoice, (this.soldByInvoice.get(step.invoice) ?? 0) + total.amount);
    this.sums.ordered += total.amount;
    if (placed.paymentId === undefined) return;
    const payment = await this.client.asOwner('GET', `/payments/${placed.paymentId}`, undefined, 200);
    this.expect(`${name}: paid`, payment.capturedAmount.amount, step.total);
    this.expect(`${name}: given back`, payment.refundedAmount.amount, step.returned);
    this.sums.returned += payment.refundedAmount.amount;
  }

  /** Every invoice against its own lines, to the minor unit. */
  private invoices(entries: readonly Entry[]): void {
    const sold = entries.filter(({ outcome, line }) => outcome.startsWith('ordered') && line.quantity > 0);
    for (const [invoice, own] of groupBy(sold, ({ line }) => line.invoice)) {
      const said = own.reduce((sum, { line }) => sum + amountOf(line), 0);
      this.expect(`invoice ${invoice}: total`, this.soldByInvoice.get(invoice), said);
    }
  }

  /** Nothing is lost between the file's sum and the shop's: sold, less given back, and what was only reported. */
  private overall({ lines }: InvoiceFile, entries: readonly Entry[]): void {
    this.expect('lines with an account', new Set(entries.map(({ line }) => line.number)).size, lines.length);
    this.sums.file = lines.reduce((sum, line) => sum + amountOf(line), 0);
    this.sums.reported = entries.reduce((sum, { line, done }) => sum + amountOf(line) - done, 0);
    const { ordered, returned, reported, file } = this.sums;
    this.expect('sold - given back + reported', ordered - returned + reported, file);
  }

  /** What the provider took and gave back, by its own books. */
  private async books(): Promise<void> {
    const [books] = await this.shop.sql<{ captured: number; refunded: number }>(
      `SELECT coalesce(sum(captured), 0)::bigint AS captured, coalesce(sum(refunded), 0)::bigint AS refunded
       FROM test_provider.charges`,
    );
    this.expect('taken by the provider', books!.captured, this.sums.ordered);
    this.expect('given back by the provider', books!.refunded, this.sums.returned);
  }

  private async stock(entries: readonly Entry[], steps: readonly Step[]): Promise<void> {
    const canceled = new Set(
      steps.flatMap((step) => (step.kind === 'order' && step.isCanceled ? step.entries : [])),
    );
    const left = closingStock(entries, (entry) => canceled.has(entry));
    let count = 0;
    for await (const { sku, onHand, reserved } of this.client.listed('/inventory/levels')) {
      count += 1;
      this.expect(
        `stock of ${sku}`,
        `${onHand} on hand, ${reserved} reserved`,
        `${left.get(sku)} on hand, 0 reserved`,
      );
    }
    this.expect('stock levels', count, left.size);
  }

  private expect(what: string, is: unknown, should: unknown): void {
    if (is !== should) this.differences.push(`${what}: is ${String(is)}, should be ${String(should)}`);
  }
}

function moneyOf({ total, returned }: OrderStep): string {
  if (total === 0 || returned === 0) return 'paid';
  return returned === total ? 'refunded' : 'partially_refunded';
}
