import { describe, expect, it } from 'vitest';
import { money } from '../../common/money/money.js';
import { Payment } from '../entities/payment.entity.js';
import {
  factsOf,
  isMismatch,
  moneyOf,
  secondsToNextCheck,
  statusAfter,
  takeCharge,
  takeWord,
} from './payment-news.js';
import type { PaymentStatus } from '../payment-status.js';
import type { ProviderCharge, ProviderMovement } from '../providers/payment-provider.js';

const aPayment = (changes: Partial<Payment> = {}): Payment =>
  Object.assign(new Payment(), {
    id: 'p1',
    orderId: 'o1',
    provider: 'test',
    currency: 'USD',
    amount: 1000,
    ...changes,
  });

const aCharge = (changes: Partial<ProviderCharge> = {}): ProviderCharge => ({
  reference: 'ch_1',
  key: 'p1',
  status: 'succeeded',
  amount: money(1000, 'USD'),
  captures: [],
  refunds: [],
  ...changes,
});

const moved = (reference: string, amount: number, status: ProviderMovement['status'] = 'succeeded') => ({
  reference,
  amount,
  status,
});

describe('A charge fits a payment', () => {
  it('when sum, key and reference are the same', () => {
    expect(isMismatch(aPayment(), aCharge())).toBe(false);
    expect(isMismatch(aPayment({ providerReference: 'ch_1' }), aCharge({ key: undefined }))).toBe(false);
  });

  it.each([
    ['sum', aPayment(), aCharge({ amount: money(999, 'USD') })],
    ['currency', aPayment(), aCharge({ amount: money(1000, 'EUR') })],
    ['key', aPayment(), aCharge({ key: 'p2' })],
    ['reference', aPayment({ providerReference: 'ch_2' }), aCharge()],
  ])('not with another %s', (_, payment, charge) => {
    expect(isMismatch(payment, charge)).toBe(true);
  });
});

describe('What a provider did', () => {
  it('is what has succeeded, whatever is pending or failed', () => {
    const captures = [moved('c1', 600), moved('c2', 400, 'pending'), moved('c3', 400, 'failed')];
    const facts = factsOf(aPayment(), aCharge({ status: 'processing', captures, refunds: [moved('r1', 5)] }));
    expect(facts).toEqual([
      { kind: 'capture', reference: 'c1', amount: 600 },
      { kind: 'refund', reference: 'r1', amount: 5 },
    ]);
  });

  it('tells what an authorization let go', () => {
    const held = aPayment({ status: 'authorized', authorizedAmount: 1000 });
    expect(factsOf(held, aCharge({ status: 'canceled' }))).toEqual([
      { kind: 'void', reference: 'ch_1', amount: 1000 },
    ]);
    const partly = factsOf(held, aCharge({ captures: [moved('c1', 700)] }));
    expect(partly).toContainEqual({ kind: 'void', reference: 'ch_1', amount: 300 });
    expect(factsOf(aPayment({ status: 'processing' }), aCharge({ status: 'canceled' }))).toEqual([]);
  });
});

describe('A payment that takes news', () => {
  it('keeps what it knows when the news is older', () => {
    const payment = aPayment({ status: 'succeeded', authorizedAmount: 1000, capturedAmount: 1000 });
    takeCharge(payment, aCharge({ status: 'processing' }), []);
    takeWord(payment, { kind: 'unknown' });
    takeWord(payment, { kind: 'refused', failure: { code: 'x', detail: 'x' } });
    takeWord(payment, { kind: 'doubtful', failure: { code: 'x', detail: 'x' } });
    expect(payment).toMatchObject({ status: 'succeeded', capturedAmount: 1000, failureCode: null });
  });

  it('forgets a failure that was none in the end', () => {
    const payment = aPayment({ status: 'failed', failureCode: 'declined', failureDetail: 'No.' });
    takeCharge(payment, aCharge(), [{ kind: 'capture', reference: 'c1', amount: 1000 }]);
    expect(payment).toMatchObject({ status: 'succeeded', capturedAmount: 1000, failureCode: null });
  });

  it('does not come back once its money has', () => {
    const gone = { status: 'canceled' as const, authorizedAmount: 1000 };
    expect(statusAfter(aPayment(gone), 'authorized')).toBe('canceled');
    expect(statusAfter(aPayment({ ...gone, capturedAmount: 9, refundedAmount: 9 }), 'succeeded')).toBe(
      'canceled',
    );
    expect(statusAfter(aPayment({ ...gone, capturedAmount: 9 }), 'succeeded')).toBe('succeeded');
    expect(statusAfter(aPayment({ status: 'canceled' }), 'succeeded')).toBe('succeeded');
  });

  it('under review takes the money down, and ends when all of it has gone back', () => {
    const payment = aPayment({ status: 'review' });
    takeCharge(payment, aCharge(), [{ kind: 'capture', reference: 'c1', amount: 1000 }]);
    expect(payment).toMatchObject({ status: 'review', capturedAmount: 1000 });
    takeCharge(payment, aCharge(), [{ kind: 'refund', reference: 'r1', amount: 1000 }]);
    expect(payment.status).toBe('canceled');
  });

  it('cuts what the provider says to its place', () => {
    const payment = aPayment();
    takeWord(payment, { kind: 'refused', failure: { code: 'c'.repeat(500), detail: 'd'.repeat(5000) } });
    expect([payment.failureCode?.length, payment.failureDetail?.length]).toEqual([100, 1000]);
  });
});

describe('The money of a payment', () => {
  it.each([
    ['none', 'processing', 0, 0],
    ['none', 'failed', 0, 0],
    ['none', 'review', 1000, 0],
    ['none', 'canceled', 0, 0],
    ['authorized', 'authorized', 0, 0],
    ['authorized', 'authorized', 500, 0],
    ['partially_refunded', 'authorized', 500, 500],
    ['paid', 'succeeded', 1000, 0],
    ['partially_refunded', 'succeeded', 1000, 1],
    ['refunded', 'succeeded', 1000, 1000],
    ['refunded', 'succeeded', 500, 500],
  ])('is %s when it is %s, %i taken and %i given back', (shown, status, capturedAmount, refundedAmount) => {
    expect(moneyOf(aPayment({ status: status as PaymentStatus, capturedAmount, refundedAmount }))).toBe(
      shown,
    );
  });
});

describe('The next look at a payment', () => {
  it('comes soon after an unknown outcome, and each time later', () => {
    const waits = [0, 1, 2, 3, 20].map((checks) =>
      secondsToNextCheck(aPayment({ status: 'unknown', checks })),
    );
    expect(waits).toEqual([2, 4, 8, 16, 900]);
  });

  it('comes hourly while money is held, and sooner once it is to be taken or let go', () => {
    for (const checks of [0, 9])
      expect(secondsToNextCheck(aPayment({ status: 'authorized', checks }))).toBe(3600);
    expect(secondsToNextCheck(aPayment({ status: 'authorized', capturePending: 1 }))).toBe(5);
    expect(secondsToNextCheck(aPayment({ status: 'authorized', unwindReason: 'late_success' }))).toBe(5);
  });

  it('comes while something is open, and never after that', () => {
    expect(secondsToNextCheck(aPayment({ status: 'processing' }))).toBe(60);
    expect(secondsToNextCheck(aPayment({ status: 'succeeded', refundPending: 1 }))).toBe(5);
    const kept = { status: 'succeeded', capturedAmount: 1000 } as const;
    expect(secondsToNextCheck(aPayment(kept))).toBeNull();
    expect(secondsToNextCheck(aPayment({ ...kept, unwindReason: 'duplicate' }))).toBe(5);
    expect(
      secondsToNextCheck(aPayment({ ...kept, unwindReason: 'duplicate', refundedAmount: 1000 })),
    ).toBeNull();
    for (const status of ['failed', 'canceled', 'review'] as const)
      expect(secondsToNextCheck(aPayment({ status }))).toBeNull();
  });
});
