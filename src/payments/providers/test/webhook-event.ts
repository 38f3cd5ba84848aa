import { createHash } from 'node:crypto';
import { isRecordedCurrency } from '../../../common/money/currencies.js';
import { money } from '../../../common/money/money.js';
import { InvalidWebhook } from '../../payments.errors.js';
import type { ProviderCharge, ProviderEvent } from '../payment-provider.js';

const ACCOUNT = 'test';
const MAX_LENGTH = 200;

type Fields = Readonly<Record<string, unknown>>;

export function writeEvent(id: string, { reference, key, status, amount }: ProviderCharge): Buffer {
  const charge = { reference, key, status, ...amount };
  return Buffer.from(
    JSON.stringify({ id, type: 'charge.updated', livemode: false, account: ACCOUNT, charge }),
  );
}

/** Leaves out missing fields, and refuses events of other accounts. */
export function readEvent(bytes: Buffer): ProviderEvent {
  const payload = fieldsOf(JSON.parse(bytes.toString()));
  if (payload['livemode'] === true || (payload['account'] ?? ACCOUNT) !== ACCOUNT) throw new InvalidWebhook();
  const charge = fieldsOf(payload['charge']);
  const { amount, currency } = charge;
  return {
    // An event without an id is stored too, once.
    id: textOf(payload['id']) ?? createHash('sha256').update(bytes).digest('hex'),
    type: textOf(payload['type']) ?? 'unknown',
    reference: textOf(charge['reference']),
    key: textOf(charge['key']),
    amount:
      Number.isSafeInteger(amount) && isRecordedCurrency(currency)
        ? money(Number(amount), currency)
        : undefined,
    payload,
  };
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length > 0 && value.length <= MAX_LENGTH ? value : undefined;
