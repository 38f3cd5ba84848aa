import type { Fields } from '../fields.js';
import { linkOf, needed } from './answer-fields.js';
import { operationIn } from './paypal-keys.js';
import { isLost, type PaypalOrder, statusOf, sumOf } from './paypal-order.js';

export interface PlannedRefund {
  readonly captureId: string;
  /** Minor units. */
  readonly amount: number;
}

const REFUNDABLE = new Set(['COMPLETED', 'PARTIALLY_REFUNDED']);

/**
 * Spreads a refund over the captures, oldest first. What the same operation has done already is left out, so that a
 * repetition goes on where it broke off. Undefined when too little is left.
 */
export function planRefund(order: PaypalOrder, key: string, amount: number): PlannedRefund[] | undefined {
  const { captures, refunds } = order.payments;
  const own = refunds.filter((refund) => operationIn(refund['custom_id'])?.key === key);
  const plan: PlannedRefund[] = [];
  let rest = amount - sumOf(own);
  for (const capture of captures) {
    const captureId = needed(capture, 'id');
    if (rest <= 0 || !REFUNDABLE.has(statusOf(capture)) || refundsOf(captureId, own).length > 0) continue;
    const gone = sumOf(refundsOf(captureId, refunds).filter((refund) => !isLost(refund)));
    const part = Math.min(rest, sumOf([capture]) - gone);
    if (part <= 0) continue;
    plan.push({ captureId, amount: part });
    rest -= part;
  }
  return rest > 0 ? undefined : plan;
}

const refundsOf = (captureId: string, refunds: readonly Fields[]): Fields[] =>
  refunds.filter((refund) => linkOf(refund, 'up')?.split('/').at(-1) === captureId);
