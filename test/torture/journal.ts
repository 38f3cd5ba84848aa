/** Money that the shop has acknowledged to a client. */
export interface Acknowledged {
  readonly paymentId: string;
  readonly orderId: string;
  readonly amount: number;
}

/** What the clients were told, and so what must be there at the end. */
export class Journal {
  readonly orders = new Map<string, { readonly cartId: string; readonly total: number }>();
  /** Payments whose answer was `succeeded`, by id. */
  readonly payments = new Map<string, Acknowledged>();
  /** Refunds that were accepted, by id. */
  readonly refunds = new Map<string, Acknowledged>();
  /** Units that were canceled, by the line of their order. */
  readonly canceledUnits = new Map<string, number>();
  /** How often staff decided so on payments of an order, by both. */
  readonly decisions = new Map<string, number>();
  /** Things that must never be seen, in words. */
  readonly violations: string[] = [];

  operations = 0;
  ok = 0;
  refused = 0;
  /** Requests whose first sending left their outcome open. */
  unknown = 0;
  /** Those that a repetition with the same key settled. */
  settled = 0;
  /** Milliseconds until the outcome of a request was known, at most, and which request that was. */
  longestWait = 0;
  longestWaiter = '';

  /** Writes down an order; the same cart must never give two. */
  order(id: string, cartId: string, total: number): void {
    const known = this.orders.get(id);
    if (known && known.cartId !== cartId) this.violations.push(`Order ${id} belongs to two carts`);
    this.orders.set(id, { cartId, total });
  }

  canceled(items: readonly { readonly itemId: string; readonly quantity: number }[]): void {
    for (const { itemId, quantity } of items) count(this.canceledUnits, itemId, quantity);
  }

  decided(orderId: string, decision: 'confirm' | 'reject'): void {
    count(this.decisions, `${orderId} payment_${decision}ed`, 1);
  }
}

const count = (counts: Map<string, number>, key: string, more: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + more);
};
