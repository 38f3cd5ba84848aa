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

/** What may follow: by whom, of which thing, if not of the one in the answer. `same` is whoever made the request before. */
type Step = readonly [operationId: string, kind: string, principal: Principal | 'same', id?: string];

const TRIES = 3;
/** Of those that wait for a decision, how many a look at them leads to. */
const MOST_DECISIONS = 3;

const AFTER_PAYMENT: Readonly<Record<string, readonly Step[]>> = {
  requires_action: [
    ['confirmPayment', 'payments', 'same'],
    ['cancelPayment', 'payments', 'same'],
    ['receiveWebhook', 'payments', 'anonymous'],
    ['getPayment', 'payments', 'same'],
  ],
  review: [['reviewPayment', 'payments', 'staff']],
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

/** Whoever looks at a payment that waits for its buyer looks again. */
const AFTER_LOOK: Readonly<Record<string, readonly Step[]>> = {
  requires_action: [['getPayment', 'payments', 'same']],
  review: AFTER_PAYMENT['review']!,
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
  getPayment: ({ status }) => AFTER_LOOK[status as string] ?? [],
  capturePayment: () => [
    ['capturePayment', 'payments', 'staff'],
    ['refundPayment', 'payments', 'staff'],
  ],
  cancelOrder: () => [['listRefusedRefunds', 'orders', 'staff']],
  listRefusedRefunds: (body) =>
    refusedRefunds(body)
      .slice(0, MOST_DECISIONS)
      .map(({ paymentId }) => ['decideRefund', 'payments', 'staff', paymentId]),
};

const KEYS: Readonly<Record<string, string>> = { payments: 'paymentId', orders: 'orderId' };

/** Those in a list that wait for a decision. */
export function refusedRefunds({ items }: Body): readonly { id: string; paymentId: string }[] {
  return Array.isArray(items) ? items.filter((item) => item?.needsDecision === true) : [];
}

/** Where a success may lead. */
export function stepsAfter({ operation, principal }: FuzzRequest, body: Body): Errand[] {
  const steps = AFTER[operation.id]?.(body) ?? [];
  return steps.map(([operationId, kind, by, id]) => ({
    operationId,
    kind,
    principal: by !== 'same' ? by : principal === 'anonymous' ? 'guest' : principal,
    id: id ?? String(body[KEYS[kind] ?? 'id'] ?? body['id']),
    triesLeft: TRIES,
  }));
}
