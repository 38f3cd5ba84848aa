import { randomBytes } from 'node:crypto';
import type { GatewayAnswer } from '../gateway.js';

/** Stripe's objects as far as the double fills them. */
export interface Intent {
  id: string;
  object: 'payment_intent';
  amount: number;
  amount_capturable: number;
  amount_received: number;
  automatic_payment_methods: { enabled: boolean };
  canceled_at: number | null;
  cancellation_reason: string | null;
  capture_method: 'automatic' | 'manual';
  client_secret: string;
  confirmation_method: 'automatic';
  created: number;
  currency: string;
  description: string | null;
  last_payment_error: LastError | null;
  latest_charge: string | null;
  livemode: boolean;
  metadata: Record<string, string>;
  next_action: { type: 'use_stripe_sdk'; use_stripe_sdk: object } | null;
  payment_method: null;
  payment_method_types: string[];
  status: string;
}

export interface LastError {
  type: 'card_error';
  code: string;
  decline_code?: string;
  message: string;
}

export interface Charge {
  id: string;
  object: 'charge';
  amount: number;
  amount_captured: number;
  amount_refunded: number;
  balance_transaction: string | null;
  billing_details: { address: null; email: null; name: null; phone: null };
  captured: boolean;
  created: number;
  currency: string;
  disputed: boolean;
  livemode: boolean;
  metadata: Record<string, string>;
  paid: boolean;
  payment_intent: string;
  refunded: boolean;
  status: 'succeeded' | 'pending' | 'failed';
}

export interface Refund {
  id: string;
  object: 'refund';
  amount: number;
  balance_transaction: string | null;
  charge: string;
  created: number;
  currency: string;
  failure_reason?: string;
  metadata: Record<string, string>;
  payment_intent: string;
  reason: null;
  status: 'pending' | 'succeeded' | 'failed';
}

export const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;

export const now = (): number => Math.floor(Date.now() / 1000);

interface ErrorFields {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly param?: string;
}

/** An answer in the shape of Stripe's errors. */
export class StripeFault extends Error {
  constructor(
    readonly status: number,
    readonly fields: ErrorFields,
  ) {
    super(fields.message);
  }

  get answer(): GatewayAnswer {
    return { status: this.status, body: { error: this.fields } };
  }
}

export const invalid = (code: string | undefined, message: string, param?: string): StripeFault =>
  new StripeFault(400, { type: 'invalid_request_error', code, message, param });

export const missing = (id: string): StripeFault =>
  new StripeFault(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such object: ${id}`,
  });

export const rateLimited: GatewayAnswer = new StripeFault(429, {
  type: 'invalid_request_error',
  code: 'rate_limit',
  message: 'Too many requests',
}).answer;

export const broken: GatewayAnswer = new StripeFault(500, { type: 'api_error', message: 'Something broke' })
  .answer;

export function newIntent(
  fields: Pick<Intent, 'amount' | 'currency' | 'capture_method' | 'livemode' | 'metadata'>,
) {
  const id = newId('pi');
  const intent: Intent = {
    id,
    object: 'payment_intent',
    amount_capturable: 0,
    amount_received: 0,
    automatic_payment_methods: { enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${randomBytes(12).toString('hex')}`,
    confirmation_method: 'automatic',
    created: now(),
    description: null,
    last_payment_error: null,
    latest_charge: null,
    next_action: null,
    payment_method: null,
    payment_method_types: ['card'],
    status: 'requires_payment_method',
    ...fields,
  };
  return intent;
}

export function newCharge(intent: Intent, status: Charge['status']): Charge {
  return {
    id: newId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    balance_transaction: null,
    billing_details: { address: null, email: null, name: null, phone: null },
    captured: false,
    created: now(),
    currency: intent.currency,
    disputed: false,
    livemode: intent.livemode,
    metadata: {},
    paid: status === 'succeeded',
    payment_intent: intent.id,
    refunded: false,
    status,
  };
}
