import { InvalidWebhook } from '../../payments.errors.js';
import { type Fields, fieldsOf, parsedWebhook, picked, textOf } from '../fields.js';
import type { ProviderEvent } from '../payment-provider.js';
import { PAYMENT_ID } from './stripe-charge.js';
import { fromStripe } from './stripe-money.js';

/** Names the object that a thin event tells of: only Stripe knows which intent a charge or refund belongs to. */
export interface ThinEvent extends ProviderEvent {
  readonly related?: { readonly type: string; readonly id: string };
}

/**
 * Reads snapshot events, which hold the object as it was, and thin ones, which name it. Keeps of both what says where to
 * look: the rest is about people. An event of the other mode names nothing, so it is stored and changes nothing.
 */
export function readEvent(bytes: Buffer, isLive: boolean): ThinEvent {
  const event = parsedWebhook(bytes);
  const id = textOf(event['snapshot_event']) ?? textOf(event['id']);
  const type = textOf(event['type']);
  if (id === undefined || type === undefined) throw new InvalidWebhook();
  const object = fieldsOf(fieldsOf(event['data'])['object']);
  const related = fieldsOf(event['related_object']);
  const payload = {
    ...picked(event, ['id', 'object', 'type', 'livemode', 'created', 'api_version', 'snapshot_event']),
    object: picked(object, ['id', 'object', 'status', 'amount', 'currency', 'livemode']),
    related: picked(related, ['id', 'type']),
  };
  if (event['livemode'] !== isLive) return { id, type, payload };
  return { id, type, payload, ...chargeIn(object), ...relatedIn(related) };
}

function chargeIn(object: Fields): Pick<ProviderEvent, 'reference' | 'key' | 'amount'> {
  if (object['object'] !== 'payment_intent') {
    const intent = object['payment_intent'];
    return { reference: textOf(intent) ?? textOf(fieldsOf(intent)['id']) };
  }
  const { amount, currency } = object;
  return {
    reference: textOf(object['id']),
    key: textOf(fieldsOf(object['metadata'])[PAYMENT_ID]),
    amount: Number.isSafeInteger(amount) ? fromStripe(Number(amount), textOf(currency) ?? '') : undefined,
  };
}

function relatedIn(related: Fields): Pick<ThinEvent, 'reference' | 'related'> {
  const id = textOf(related['id']);
  const type = textOf(related['type']);
  if (id === undefined || type === undefined) return {};
  return type === 'payment_intent' ? { reference: id } : { related: { type, id } };
}
