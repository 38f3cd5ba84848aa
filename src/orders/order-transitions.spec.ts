import { describe, expect, it } from 'vitest';
import {
  AXES,
  awaitsPayment,
  FULFILLMENT_STATUSES,
  ORDER_PAYMENT_STATUSES,
  ORDER_STATUSES,
  ORDER_TRANSITIONS,
  isPaymentUnderWay,
  isSecured,
  isSettled,
  type OrderPaymentStatus,
  type OrderStatus,
  sourcesOf,
  wasPaid,
} from './order-transitions.js';

const STATES = {
  status: ORDER_STATUSES,
  paymentStatus: ORDER_PAYMENT_STATUSES,
  fulfillmentStatus: FULFILLMENT_STATUSES,
} as const;

describe('ORDER_TRANSITIONS', () => {
  it('knows every state of every axis, and leads to known states alone', () => {
    for (const axis of AXES) {
      const table: Record<string, readonly string[]> = ORDER_TRANSITIONS[axis];
      expect(Object.keys(table).toSorted()).toEqual([...STATES[axis]].toSorted());
      for (const targets of Object.values(table))
        expect(STATES[axis]).toEqual(expect.arrayContaining([...targets]));
    }
  });

  it('never lists a state as a step to itself', () => {
    for (const axis of AXES) {
      const table: Record<string, readonly string[]> = ORDER_TRANSITIONS[axis];
      for (const [from, targets] of Object.entries(table)) expect(targets).not.toContain(from);
    }
  });

  it('lets nobody leave a closed or completed order', () => {
    expect(ORDER_TRANSITIONS.status.canceled).toEqual([]);
    expect(ORDER_TRANSITIONS.status.expired).toEqual([]);
    expect(ORDER_TRANSITIONS.status.completed).toEqual([]);
  });

  it('never forgets money that came in', () => {
    for (const taken of ['partially_paid', 'paid', 'partially_refunded', 'refunded'] as const) {
      expect(ORDER_TRANSITIONS.paymentStatus[taken]).not.toContain('none');
      expect(ORDER_TRANSITIONS.paymentStatus[taken]).not.toContain('failed');
      expect(ORDER_TRANSITIONS.paymentStatus[taken]).not.toContain('processing');
    }
  });

  it('lets an order expire only while its payment is awaited', () => {
    expect(sourcesOf('status', 'expired')).toEqual(['pending_payment', 'expired']);
    expect(sourcesOf('status', 'canceled')).toEqual(['pending_payment', 'placed', 'canceled']);
  });

  it('can reach every state but the first of each axis', () => {
    for (const axis of AXES) {
      for (const state of STATES[axis].slice(1)) expect(sourcesOf(axis, state).length).toBeGreaterThan(1);
    }
  });
});

describe('what a payment status means', () => {
  it('is either open, or secured, or neither', () => {
    for (const status of ORDER_PAYMENT_STATUSES)
      expect(isPaymentUnderWay(status) && isSecured(status)).toBe(false);
  });

  it('is still to come for an order that is new, or placed and has lost its money', () => {
    const waits = (status: OrderStatus, paymentStatus: OrderPaymentStatus) =>
      awaitsPayment({ status, paymentStatus, fulfillmentStatus: 'unfulfilled' });
    for (const status of ORDER_PAYMENT_STATUSES) {
      expect(waits('pending_payment', status)).toBe(true);
      expect(waits('placed', status)).toBe(!wasPaid(status));
      for (const over of ['completed', 'canceled', 'expired'] as const)
        expect(waits(over, status)).toBe(false);
    }
    expect(ORDER_PAYMENT_STATUSES.filter(wasPaid)).toEqual([
      'authorized',
      'partially_paid',
      'paid',
      'partially_refunded',
      'refunded',
    ]);
  });

  it('settles only what is secured', () => {
    for (const status of ORDER_PAYMENT_STATUSES) expect(isSettled(status) && !isSecured(status)).toBe(false);
    expect(isSettled('authorized')).toBe(false);
    expect(isSecured('authorized')).toBe(true);
  });
});
