import { textOf } from '../fields.js';

/** What a refund says of itself, as its `custom_id`: our key, the operation's whole amount, the payment's key. */
export interface RefundPart {
  readonly key: string;
  readonly total: number;
  readonly chargeKey: string;
}

const PART = /^([0-9a-f-]{36})\.(\d{1,13})\.([0-9a-f-]{36})$/;

export const customIdOf = ({ key, total, chargeKey }: RefundPart): string => `${key}.${total}.${chargeKey}`;

export function operationIn(customId: unknown): RefundPart | undefined {
  const [, key, total, chargeKey] = PART.exec(textOf(customId) ?? '') ?? [];
  if (key === undefined || total === undefined || chargeKey === undefined) return undefined;
  return { key, total: Number(total), chargeKey };
}

/** A second attempt of one order must not look like a second payment of it, which PayPal may refuse. */
export const invoiceIdOf = (orderNumber: string, chargeKey: string): string =>
  `${orderNumber}-${chargeKey.slice(-12)}`;
