import type { ChargeStatus } from '../payment-provider.js';
import type { SelfMadeEnd } from './books.js';

interface Method {
  readonly status: ChargeStatus;
  readonly settlesAs?: SelfMadeEnd;
  /** The charge is made, and its answer is lost. */
  readonly isAnswerLost?: boolean;
}

export const METHODS = {
  success: { status: 'succeeded' },
  decline: { status: 'failed' },
  requires_action: { status: 'requires_action' },
  authorize_only: { status: 'authorized' },
  authorize_expiring: { status: 'authorized', settlesAs: 'expired' },
  authorize_voided: { status: 'authorized', settlesAs: 'voided' },
  delayed_success: { status: 'processing', settlesAs: 'succeeded' },
  delayed_failure: { status: 'processing', settlesAs: 'failed' },
  timeout: { status: 'succeeded', isAnswerLost: true },
} as const satisfies Record<string, Method>;

export type MethodName = keyof typeof METHODS;

export const STANDARD_METHOD: MethodName = 'success';

export const isMethod = (name: string): name is MethodName => Object.hasOwn(METHODS, name);

export const methodNamed = (name: MethodName): Method => METHODS[name];
