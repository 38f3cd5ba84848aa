import { amountOf, type Line } from './invoice-file.js';
import { groupBy } from './lists.js';
import type { CancellationStep, Entry, OrderStep, Take } from './plan.js';

interface Purchase {
  readonly order: OrderStep;
  left: number;
}

/** Units of one purchase that a line takes back. */
interface Taken {
  readonly purchase: Purchase;
  readonly entry: Entry;
  readonly units: number;
}

const keyOf = ({ customer, code, unitPrice }: Line): string => JSON.stringify([customer, code, unitPrice]);

/** What each customer has bought and not yet given back: a cancellation names no invoice, so it is found by this. */
export class Purchases {
  private readonly byKey = new Map<string, Purchase[]>();
  private readonly unitsOf = new Map<OrderStep, number>();

  add(order: OrderStep): void {
    for (const { line } of order.entries) {
      this.unitsOf.set(order, (this.unitsOf.get(order) ?? 0) + line.quantity);
      const known = this.byKey.get(keyOf(line)) ?? [];
      this.byKey.set(keyOf(line), [...known, { order, left: line.quantity }]);
    }
  }

  /** Finds what the lines of a cancellation take back, the latest purchase first; what it cannot find it notes. */
  cancel(invoice: string, entries: readonly Entry[]): CancellationStep[] {
    const taken = entries.flatMap((entry) => this.take(entry));
    const takes = [...groupBy(taken, ({ purchase }) => purchase.order)].map(([order, parts]) =>
      this.takeOf(order, parts),
    );
    const paid = takes.filter(({ amount, isWhole }) => amount > 0 || isWhole);
    return paid.length > 0 ? [{ kind: 'cancellation', invoice, takes: paid, entries }] : [];
  }

  private take(entry: Entry): Taken[] {
    const { line } = entry;
    const reason = whyUnmatched(line);
    if (reason !== undefined) {
      entry.note = reason;
      return [];
    }
    let wanted = -line.quantity;
    const taken: Taken[] = [];
    for (const purchase of (this.byKey.get(keyOf(line)) ?? []).toReversed()) {
      const units = Math.min(wanted, purchase.left);
      if (units === 0) continue;
      purchase.left -= units;
      wanted -= units;
      taken.push({ purchase, entry, units });
    }
    note(entry, wanted);
    return taken;
  }

  private takeOf(order: OrderStep, parts: readonly Taken[]): Take {
    const units = parts.reduce((sum, part) => sum + part.units, 0);
    const amount = parts.reduce((sum, part) => sum + part.units * part.entry.line.unitPrice, 0);
    const isWhole = units === this.unitsOf.get(order);
    order.returned += amount;
    order.isCanceled = isWhole;
    for (const { entry } of parts) {
      if (entry.outcome === 'refunded' && isWhole) entry.outcome = 'order canceled';
    }
    return { order, amount, isWhole };
  }
}

function whyUnmatched(line: Line): string | undefined {
  if (line.quantity > 0) return 'goods go out on a cancellation';
  if (line.customer === '') return 'it names no customer, so nobody knows what it cancels';
  return line.unitPrice === 0 ? 'it was given free of charge: there is no money to return' : undefined;
}

function note(entry: Entry, missing: number): void {
  const { line } = entry;
  const found = -line.quantity - missing;
  entry.done = found === 0 ? 0 : amountOf(line) + missing * line.unitPrice;
  if (missing === 0) entry.outcome = 'refunded';
  else if (found > 0) entry.outcome = 'refunded in part, the rest reported';
  if (missing > 0) {
    entry.note =
      found > 0
        ? `only ${found} of ${-line.quantity} units were bought before in this history`
        : 'this customer has not bought it at this price before in this history';
  }
}
