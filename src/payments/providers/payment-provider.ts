import type { IncomingHttpHeaders } from 'node:http';
import type { Money } from '../../common/money/money.js';

/**
 * A company that takes money for the shop. An adapter translates and decides nothing: it keeps no state, retries only
 * with the same key, and never runs inside a database transaction.
 *
 * Each call returns the current charge, or says that the provider refused and did nothing. It THROWS for everything else
 * (time-out, reset, 5xx, 429, an unreadable answer): the outcome is unknown then, and the caller asks again with the same
 * key. It must stop waiting when the signal aborts.
 *
 * How the documented flows fit:
 *
 * | here | Stripe (PaymentIntents) | PayPal (Orders v2, Payments v2) |
 * | --- | --- | --- |
 * | charge key | `Idempotency-Key` and `metadata` | `PayPal-Request-Id` and `purchase_units[].custom_id` |
 * | start | create with `confirm=false`; `capture_method` | create order, intent CAPTURE or AUTHORIZE |
 * | requires_action | `requires_payment_method` (a declined card too), `requires_action`; `client_secret` | `PAYER_ACTION_REQUIRED`, `CREATED`; link |
 * | confirm | retrieve: the browser confirms | capture or authorize the `APPROVED` order |
 * | processing | `processing` | capture or authorization `PENDING` |
 * | authorized | `requires_capture` | authorization `CREATED`, `PARTIALLY_CAPTURED` |
 * | succeeded | `succeeded` | capture `COMPLETED`; authorization `CAPTURED` |
 * | canceled | `canceled`, also when the authorization expired | authorization `VOIDED`, `EXPIRED` |
 * | failed | only a refused create | `DECLINED`, `DENIED`, 422 |
 * | capture | capture with `amount_to_capture`, once | capture the authorization, `final_capture` |
 * | cancel | cancel; `succeeded` is answered as it is | void the authorization; an unpaid order just lapses |
 * | refund | create refund with `payment_intent` | refund the capture; spread over several if need be |
 * | fetch | retrieve expanded by charge and refunds; search by metadata | show order details |
 * | webhook | `Stripe-Signature` over `t.body` | RSA over id, time, webhook id and CRC-32 of the body |
 */
export interface PaymentProvider {
  /** Lower-case name, as in `POST /orders/:id/payments` and `POST /webhooks/:provider`. */
  readonly name: string;

  readonly isEnabled: boolean;

  /** How long the provider remembers the key of such a call. Until then the call can be repeated safely. */
  keyLifeMs(call: KeyedCall): number;

  /** A payment may name one of them, or none: then the provider or its buyer chooses. */
  readonly methods: readonly string[];

  /** For the provider's script in the browser: Stripe's publishable key, PayPal's client id. */
  readonly publishableKey?: string;

  /** Authorizes or charges. A repeated key makes no second charge and returns the first one as it is now. */
  start(request: ChargeRequest, signal: AbortSignal): Promise<ProviderAnswer>;

  /** Continues after the buyer's own step. Only the test provider obeys `outcome`. */
  confirm(
    charge: ChargeHandle,
    outcome: ConfirmOutcome | undefined,
    signal: AbortSignal,
  ): Promise<ProviderAnswer>;

  /** Captures authorized money. Refused when it is more than is left. */
  capture(charge: ChargeHandle, capture: CaptureRequest, signal: AbortSignal): Promise<ProviderAnswer>;

  /**
   * Releases what was not captured, for good. Returns a succeeded charge as it is. Without a reference the adapter must
   * first find out whether the charge exists.
   */
  cancel(charge: ChargeHandle, signal: AbortSignal): Promise<ProviderAnswer>;

  /** Refunds money. Refused when it is more than was captured. */
  refund(charge: ChargeHandle, refund: RefundRequest, signal: AbortSignal): Promise<ProviderAnswer>;

  /** The current charge, found by its reference, or by our key while we have none. It only looks. */
  fetch(charge: ChargeHandle, signal: AbortSignal): Promise<ProviderAnswer>;

  /**
   * What is wrong with the shop's keys and settings, in words for its operator; nothing when all is well. It only looks,
   * and throws when the provider cannot be reached.
   */
  check(signal: AbortSignal): Promise<readonly string[]>;

  /** Checks the signature over the exact bytes. It must cache what the check fetches: anybody can send a webhook. */
  readWebhook(bytes: Buffer, headers: IncomingHttpHeaders, signal: AbortSignal): Promise<ProviderEvent>;
}

/** The provider acts once, however often such a call is sent. */
export type KeyedCall = 'start' | 'capture' | 'refund';

/** What this view leaves out has not happened. */
export interface ProviderCharge {
  readonly reference: string;
  /** Our key, if the provider returns it. */
  readonly key?: string;
  readonly status: ChargeStatus;
  readonly amount: Money;
  /** Still `requires_action`, but of us: the buyer has agreed, and `confirm` takes the money. */
  readonly isApproved?: boolean;
  readonly failure?: Failure;
  readonly nextAction?: NextAction;
  readonly captures: readonly ProviderMovement[];
  readonly refunds: readonly ProviderMovement[];
}

export type ChargeStatus =
  'requires_action' | 'processing' | 'authorized' | 'succeeded' | 'failed' | 'canceled';

export interface ProviderMovement {
  readonly reference: string;
  /** The key of our request; absent when the movement began at the provider. */
  readonly key?: string;
  readonly amount: number;
  readonly status: 'pending' | 'succeeded' | 'failed';
}

export type ProviderAnswer =
  | { readonly kind: 'charge'; readonly charge: ProviderCharge }
  /** Definite: nothing was done, and the same call would be refused again. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** No charge has this reference or key. Never the answer to a capture or refund. */
  | { readonly kind: 'absent' };

export interface Failure {
  readonly code: string;
  readonly detail: string;
}

export interface NextAction {
  readonly type: string;
  readonly clientSecret?: string;
  readonly publishableKey?: string;
  readonly redirectUrl?: string;
}

export interface ChargeHandle {
  /** Id of our attempt: the provider's idempotency key. */
  readonly key: string;
  /** Absent until the provider's first answer. */
  readonly reference?: string;
  readonly amount: Money;
}

export interface ChargeRequest extends ChargeHandle {
  readonly orderId: string;
  /** Shown to the buyer if the provider can. */
  readonly orderNumber: string;
  readonly email: string;
  readonly method?: string;
}

export interface CaptureRequest {
  readonly key: string;
  readonly amount: Money;
  /** Releases the rest of the authorization. */
  readonly isFinal: boolean;
}

export interface RefundRequest {
  readonly key: string;
  readonly amount: Money;
}

export type ConfirmOutcome = 'success' | 'decline';

/** It only says where to look; the provider is asked what happened. */
export interface ProviderEvent {
  readonly id: string;
  readonly type: string;
  /** The charge, by the provider's reference or our key. With neither, the event is only stored. */
  readonly reference?: string;
  readonly key?: string;
  /** The charge's amount, compared with the one we asked for. */
  readonly amount?: Money;
  readonly payload: Readonly<Record<string, unknown>>;
}
