import { createHash } from 'node:crypto';
import { type Fields, fieldsOf, listOf, parsedWebhook, picked, textOf } from '../fields.js';
import type { ProviderEvent } from '../payment-provider.js';
import { linkOf } from './answer-fields.js';
import { fromPaypal } from './paypal-amounts.js';
import { operationIn } from './paypal-keys.js';

/** What the shop acts on, whether it takes money at once or holds it first. */
const NEEDED_EVENTS = [
  'CHECKOUT.ORDER.APPROVED',
  'PAYMENT.CAPTURE.COMPLETED',
  'PAYMENT.CAPTURE.PENDING',
  'PAYMENT.CAPTURE.DECLINED',
  'PAYMENT.CAPTURE.REFUNDED',
  'PAYMENT.CAPTURE.REVERSED',
  'PAYMENT.REFUND.PENDING',
  'PAYMENT.REFUND.FAILED',
];

export const missingFrom = (events: readonly unknown[]): string[] =>
  events.includes('*') ? [] : NEEDED_EVENTS.filter((name) => !events.includes(name));

const ORDER_LINK = /\/v2\/checkout\/orders\/([A-Z0-9-]{1,64})$/;

/**
 * Throws InvalidWebhook when it is no JSON object. Fields that are missing are left out. Keeps what says where to look:
 * the rest is about people.
 */
export function readEvent(bytes: Buffer): ProviderEvent {
  const event = parsedWebhook(bytes);
  const resource = fieldsOf(event['resource']);
  const isOrder = event['resource_type'] === 'checkout-order';
  const unit = isOrder ? (listOf(resource['purchase_units'])[0] ?? {}) : resource;
  const customId = textOf(unit['custom_id']);
  return {
    id: textOf(event['id']) ?? createHash('sha256').update(bytes).digest('hex'),
    type: textOf(event['event_type']) ?? 'unknown',
    reference: isOrder ? textOf(resource['id']) : orderOf(resource),
    key: operationIn(customId)?.chargeKey ?? customId,
    amount: isOrder ? amountOf(unit) : undefined,
    payload: {
      ...picked(event, ['id', 'event_type', 'resource_type', 'event_version', 'create_time']),
      resource: {
        ...picked(resource, ['id', 'status', 'intent']),
        ...picked(unit, ['amount', 'custom_id', 'invoice_id']),
      },
    },
  };
}

/** The order that a capture, an authorization or a refund belongs to. */
function orderOf(resource: Fields): string | undefined {
  const related = fieldsOf(fieldsOf(resource['supplementary_data'])['related_ids']);
  return textOf(related['order_id']) ?? ORDER_LINK.exec(linkOf(resource, 'up') ?? '')?.[1];
}

function amountOf(unit: Fields) {
  if (unit['amount'] === undefined) return undefined;
  try {
    return fromPaypal(unit['amount']);
  } catch {
    return undefined;
  }
}
