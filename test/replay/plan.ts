import { amountOf, type InvoiceFile, type Line } from './invoice-file.js';
import { chunks, groupBy } from './lists.js';
import { Purchases } from './purchases.js';

/** What becomes of a line. */
export const OUTCOMES = [
  'ordered',
  'ordered at no price',
  'stock corrected',
  'order canceled',
  'refunded',
  'refunded in part, the rest reported',
  'reported',
  'failed',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** The account of one line: its amount is what was done and what is only told. */
export interface Entry {
  readonly line: Line;
  outcome: Outcome;
  /** Minor units that the shop took, or gave back (negative). */
  done: number;
  note?: string;
}

export interface OrderStep {
  readonly kind: 'order';
  readonly invoice: string;
  /** Which of the invoice's orders it is. */
  readonly part: number;
  readonly entries: readonly Entry[];
  readonly total: number;
  /** What later cancellations will take back. */
  returned: number;
  isCanceled: boolean;
}

/** What a cancellation takes back of one order. */
export interface Take {
  readonly order: OrderStep;
  readonly amount: number;
  /** Nothing of the order is left. */
  readonly isWhole: boolean;
}

export interface CancellationStep {
  readonly kind: 'cancellation';
  readonly invoice: string;
  readonly takes: readonly Take[];
  readonly entries: readonly Entry[];
}

export interface CorrectionStep {
  readonly kind: 'correction';
  readonly invoice: string;
  readonly entries: readonly [Entry];
}

export type Step = OrderStep | CancellationStep | CorrectionStep;

/** Lines of one cart: an invoice with more becomes several orders. */
export const MAX_LINES = 100;

/** Decides, before anything is sent, what becomes of every line, in the order of time. */
export function planOf({ lines }: InvoiceFile): { steps: Step[]; entries: Entry[] } {
  const invoices = [...groupBy(lines, ({ invoice }) => invoice).values()];
  invoices.sort((a, b) => (a[0]!.at < b[0]!.at ? -1 : a[0]!.at > b[0]!.at ? 1 : 0));
  const purchases = new Purchases();
  const entries: Entry[] = [];
  const steps = invoices.flatMap((invoice) => {
    const own = invoice.map((line): Entry => ({ line, outcome: 'reported', done: 0 }));
    entries.push(...own);
    return stepsOf(own, purchases);
  });
  return { steps, entries };
}

function stepsOf(entries: Entry[], purchases: Purchases): Step[] {
  const { invoice } = entries[0]!.line;
  if (/^c/i.test(invoice)) return purchases.cancel(invoice, entries);
  if (entries.every(({ line }) => isCorrection(line))) return entries.map(correctionOf);
  const sold = entries.filter(({ line }) => line.quantity > 0);
  for (const entry of entries) {
    if (entry.line.quantity < 0) entry.note = 'goods come back on an invoice that is no cancellation';
  }
  return chunks(sold, MAX_LINES).map((chunk, part) => {
    const order = orderOf(invoice, part + 1, chunk);
    purchases.add(order);
    return order;
  });
}

/** Without a price and without a customer nothing was sold: somebody counted the shelf. */
const isCorrection = (line: Line): boolean => line.unitPrice === 0 && line.customer === '';

function correctionOf(entry: Entry): CorrectionStep {
  entry.outcome = 'stock corrected';
  return { kind: 'correction', invoice: entry.line.invoice, entries: [entry] };
}

function orderOf(invoice: string, part: number, entries: readonly Entry[]): OrderStep {
  for (const entry of entries) {
    entry.outcome = entry.line.unitPrice === 0 ? 'ordered at no price' : 'ordered';
    entry.done = amountOf(entry.line);
  }
  const total = entries.reduce((sum, { done }) => sum + done, 0);
  return { kind: 'order', invoice, part, entries, total, returned: 0, isCanceled: false };
}
