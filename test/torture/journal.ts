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
}
