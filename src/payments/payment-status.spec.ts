import { describe, expect, it } from 'vitest';
import { ACTIVE, canBecome, PAYMENT_TRANSITIONS, type PaymentStatus, SECURED } from './payment-status.js';

const STATUSES = Object.keys(PAYMENT_TRANSITIONS) as PaymentStatus[];

/** Applies news in the given order, ignoring what the table does not allow. */
const after = (news: readonly PaymentStatus[], start: PaymentStatus = 'sending'): PaymentStatus =>
  news.reduce((now, next) => (canBecome(now, next) ? next : now), start);

const permutations = <T>(values: readonly T[]): T[][] =>
  values.length === 0
    ? [[]]
    : values.flatMap((value, index) =>
        permutations(values.filter((_, other) => other !== index)).map((rest) => [value, ...rest]),
      );

describe('The transitions of a payment', () => {
  it('never lead back to sending', () => {
    expect(STATUSES.filter((from) => canBecome(from, 'sending'))).toEqual([]);
  });

  it('never take back money that is secured, but by letting an authorization go', () => {
    expect(PAYMENT_TRANSITIONS.succeeded).toEqual([]);
    expect(PAYMENT_TRANSITIONS.authorized).toEqual(['succeeded', 'canceled']);
  });

  it('come to the same end in whatever order the news of one charge arrives, with repeats', () => {
    const stories: [end: PaymentStatus, news: PaymentStatus[]][] = [
      ['succeeded', ['requires_action', 'processing', 'succeeded', 'succeeded']],
      ['succeeded', ['requires_action', 'unknown', 'authorized', 'succeeded']],
      ['succeeded', ['processing', 'failed', 'succeeded', 'failed']],
      ['failed', ['requires_action', 'processing', 'failed', 'processing']],
    ];
    for (const [end, news] of stories)
      for (const order of permutations(news)) expect(after(order), order.join(' ')).toBe(end);
  });

  it('never secure a payment that is under review', () => {
    expect(PAYMENT_TRANSITIONS.review).toEqual(['canceled']);
  });

  it('let every active attempt end', () => {
    for (const status of ACTIVE)
      for (const end of ['succeeded', 'failed', 'canceled'] as const)
        expect(canBecome(status, end)).toBe(true);
    expect([...SECURED].some((status) => ACTIVE.has(status))).toBe(false);
  });
});
