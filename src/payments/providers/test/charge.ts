import { money } from '../../../common/money/money.js';
import type { Failure, ProviderCharge, ProviderMovement } from '../payment-provider.js';
import type { ChargeRow, MovementRow } from './books.js';

const DECLINED: Failure = {
  code: 'declined',
  detail: 'The test provider declined the payment, as it was asked to.',
};
/** A charge of the books in the words of the provider interface. */
export function chargeOf({ reference, key, status, amount, currency, movements }: ChargeRow): ProviderCharge {
  return {
    reference,
    key,
    status,
    amount: money(amount, currency),
    failure: status === 'failed' ? DECLINED : undefined,
    nextAction: status === 'requires_action' ? { type: 'confirmation' } : undefined,
    captures: movements.filter(({ kind }) => kind === 'capture').map(movementOf),
    refunds: movements.filter(({ kind }) => kind === 'refund').map(movementOf),
  };
}

const movementOf = ({ reference, key, amount }: MovementRow): ProviderMovement => ({
  reference,
  key,
  amount,
  status: 'succeeded',
});
