import type { Principal } from '../knowledge/cast.js';
import type { FuzzRequest } from './request.js';

/** A request that somebody is to make soon of a thing that an answer has just shown. */
export interface Errand {
  readonly operationId: string;
  readonly principal: Principal;
  readonly kind: string;
  readonly id: string;
  readonly triesLeft: number;
}

type Body = Readonly<Record<string, any>>;

/** What may follow: by whom, of what kind of thing. `same` is whoever made the request before. */
type Step = readonly [operationId: string, kind: string, principal: Principal | 'same'];

const TRIES = 3;

const AFTER_PAYMENT: Readonly<Record<string, readonly Step[]>> = {
  requires_action: [
    ['confirmPayment', 'payments', 'same'],
    ['cancelPayment', 'payments', 'same'],
  ],
  authorized: [
    ['capturePayment', 'payments', 'staff'],
    ['cancelPayment', 'payments', 'same'],
    ['fulfillOrder', 'orders', 'staff'],
  ],
  succeeded: [
    ['refundPayment', 'payments', 'staff'],
    ['fulfillOrder', 'orders', 'staff'],
    ['cancelOrder', 'orders', 'same'],
    ['cancelOrder', 'orders', 'owner'],
  ],
  failed: [['startPayment', 'orders', 'same']],
  processing: [
    ['getPayment', 'payments', 'same'],
    ['cancelOrder', 'orders', 'same'],
  ],
};

/** A purchase, step by step, as a shopper and staff would take it. */
const AFTER: Readonly<Record<string, (answer: Body) => readonly Step[]>> = {
  createCart: ({ items }) =>
    items.length > 0 ? [['updateCart', 'carts', 'same']] : [['addCartItem', 'carts', 'same']],
  addCartItem: () => [['updateCart', 'carts', 'same']],
  claimCart: () => [['updateCart', 'carts', 'same']],
  updateCart: ({ problems }) => (problems.length === 0 ? [['placeOrder', 'carts', 'same']] : []),
  placeOrder: () => [['startPayment', 'orders', 'same']],
  startPayment: ({ status }) => AFTER_PAYMENT[status as string] ?? [],
  confirmPayment: ({ status }) => AFTER_PAYMENT[status as string] ?? [],
  capturePayment: () => [
    ['capturePayment', 'payments', 'staff'],
    ['refundPayment', 'payments', 'staff'],
  ],
};

const KEYS: Readonly<Record<string, string>> = { payments: 'paymentId', orders: 'orderId' };

/** Where a success may lead. */
export function stepsAfter({ operation, principal }: FuzzRequest, body: Body): Errand[] {
  const steps = AFTER[operation.id]?.(body) ?? [];
  return steps.map(([operationId, kind, by]) => ({
    operationId,
    kind,
    principal: by !== 'same' ? by : principal === 'anonymous' ? 'guest' : principal,
    id: String(body[KEYS[kind] ?? 'id'] ?? body['id']),
    triesLeft: TRIES,
  }));
}
