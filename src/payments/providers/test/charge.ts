import { money } from '../../../common/money/money.js';
import type { Failure, ProviderCharge, ProviderMovement } from '../payment-provider.js';
import type { ChargeRow, MovementRow, SelfMadeEnd } from './books.js';

const DECLINED: Failure = {
  code: 'declined',
  detail: 'The test provider declined the payment, as it was asked to.',
};
const LOST: Partial<Record<SelfMadeEnd, Failure>> = {
  expired: {
    code: 'authorization_expired',
    detail: 'The authorization lapsed before the money was captured.',
  },
  voided: { code: 'authorization_voided', detail: 'The authorization was voided at the provider.' },
};

export function chargeOf(row: ChargeRow): ProviderCharge {
  const { reference, key, status, amount, currency, movements } = row;
  return {
    reference,
    key,
    status,
    amount: money(amount, currency),
    failure: failureOf(row),
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

function failureOf({ status, settlesAs, amount, movements }: ChargeRow): Failure | undefined {
  if (status === 'failed') return DECLINED;
  const taken = movements.reduce((all, { kind, amount: part }) => all + (kind === 'capture' ? part : 0), 0);
  const isLost = status === 'canceled' || (status === 'succeeded' && taken < amount);
  return isLost && settlesAs !== null ? LOST[settlesAs] : undefined;
}
