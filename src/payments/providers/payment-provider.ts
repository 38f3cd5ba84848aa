import type { IncomingHttpHeaders } from 'node:http';
import type { Money } from '../../common/money/money.js';

/**
 * A company that takes money for the shop. An adapter translates, and decides nothing: it keeps no state,
 * retries only with the same key, and is never called inside a database transaction.
 *
 * Every call answers with the charge as it stands now, or says that the provider refused and did nothing. It
 * THROWS for everything else (time-out, reset, 5xx, 429, an answer that cannot be read): then nobody knows
 * what happened, and the caller asks again with the same key. It must stop waiting when the signal aborts.
 *
 * How the documented flows fit:
 *
 * | here | Stripe (PaymentIntents) | PayPal (Orders v2, Payments v2) |
 * | --- | --- | --- |
 * | charge key | `Idempotency-Key` and `metadata` | `PayPal-Request-Id` and `purchase_units[].custom_id` |
 * | start | create with `confirm=true`; `capture_method` | create order, intent CAPTURE or AUTHORIZE |
 * | requires_action | `requires_action`; `client_secret` | `PAYER_ACTION_REQUIRED`, `CREATED`; link |
 * | confirm | retrieve (the browser confirms) or confirm | capture or authorize the `APPROVED` order |
 * | processing | `processing` | capture or authorization `PENDING` |
 * | authorized | `requires_capture` | authorization `CREATED`, `PARTIALLY_CAPTURED` |
 * | succeeded | `succeeded` | capture `COMPLETED`; authorization `CAPTURED` |
 * | canceled | `canceled`, also when the authorization expired | authorization `VOIDED`, `EXPIRED` |
 * | failed | `requires_payment_method`: the adapter cancels the intent | `DECLINED`, `DENIED`, 422 |
 * | capture | capture with `amount_to_capture`, `final_capture` | capture the authorization, `final_capture` |
 * | cancel | cancel; `succeeded` is answered as it is | void the authorization; an unpaid order just lapses |
 * | refund | create refund with `payment_intent` | refund the capture; spread over several if need be |
 * | fetch | retrieve expanded by charge and refunds; search by metadata | show order details |
 * | webhook | `Stripe-Signature` over `t.body` | RSA over id, time, webhook id and CRC-32 of the body |
 */
export interface PaymentProvider {
  /** As it stands in `POST /orders/:id/payments` and `POST /webhooks/:provider`: small letters. */
  readonly name: string;

  /** Whether the shop's settings turn it on. */
  readonly isEnabled: boolean;

  /** How long the provider remembers the key of such a call. Until then the call can be sent again safely. */
  keyLifeMs(call: KeyedCall): number;

  /** Whether a payment can be started with this method; undefined is the provider's own choice. */
  accepts(method: string | undefined): boolean;

  /**
   * Authorizes or charges. The same key never makes a second charge, and answers with the first as it stands.
   */
  start(request: ChargeRequest, signal: AbortSignal): Promise<ProviderAnswer>;

  /** Goes on after the buyer's own step. `outcome` is a wish that only the test provider grants. */
  confirm(
    charge: ChargeHandle,
    outcome: ConfirmOutcome | undefined,
    signal: AbortSignal,
  ): Promise<ProviderAnswer>;

  /** Takes money that was authorized. Refused when it is more than is left. */
  capture(charge: ChargeHandle, capture: CaptureRequest, signal: AbortSignal): Promise<ProviderAnswer>;

  /**
   * Lets go whatever was not taken yet, and makes sure that nothing will be. A charge that succeeded already
   * is answered as it is. Without a reference the adapter must first learn whether the charge was ever made.
   */
  cancel(charge: ChargeHandle, signal: AbortSignal): Promise<ProviderAnswer>;

  /** Gives money back. Refused when it is more than was taken. */
  refund(charge: ChargeHandle, refund: RefundRequest, signal: AbortSignal): Promise<ProviderAnswer>;

  /** The charge as it stands, looked up by its reference, or by our key while we have none. */
  fetch(charge: ChargeHandle, signal: AbortSignal): Promise<ProviderAnswer>;

  /**
   * Checks the signature over the very bytes, then reads. Throws InvalidWebhook. It may fetch what the check needs, such
   * as a certificate, and must cache it: anybody can send a webhook.
   */
  readWebhook(bytes: Buffer, headers: IncomingHttpHeaders, signal: AbortSignal): Promise<ProviderEvent>;
}

/** A call that carries a key of ours, so that the provider acts once however often it is sent. */
export type KeyedCall = 'start' | 'capture' | 'refund';

/** The provider's own view of a charge, whole. What it leaves out has not happened. */
export interface ProviderCharge {
  readonly reference: string;
  /** Our key, when the provider gives it back. */
  readonly key?: string;
  readonly status: ChargeStatus;
  /** What the buyer is asked for, in all. */
  readonly amount: Money;
  readonly failure?: Failure;
  readonly nextAction?: NextAction;
  readonly captures: readonly ProviderMovement[];
  readonly refunds: readonly ProviderMovement[];
}

export type ChargeStatus =
  'requires_action' | 'processing' | 'authorized' | 'succeeded' | 'failed' | 'canceled';

/** Money that moved, or is about to. */
export interface ProviderMovement {
  readonly reference: string;
  /** The key under which we asked for it; absent when it came about at the provider itself. */
  readonly key?: string;
  /** In the charge's currency. */
  readonly amount: number;
  readonly status: 'pending' | 'succeeded' | 'failed';
}

export type ProviderAnswer =
  | { readonly kind: 'charge'; readonly charge: ProviderCharge }
  /** Definite: nothing was done, and the same call would be refused again. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** Only from `fetch`: no charge under this reference or key. */
  | { readonly kind: 'absent' };

/** Why no money came, for the buyer's eyes. */
export interface Failure {
  readonly code: string;
  readonly detail: string;
}

/** What the buyer has to do before the payment can go on. */
export interface NextAction {
  readonly type: string;
  readonly clientSecret?: string;
  readonly redirectUrl?: string;
}

/** A charge as we know it. */
export interface ChargeHandle {
  /** Id of our attempt, and the provider's idempotency key. */
  readonly key: string;
  /** Absent until the provider has answered once. */
  readonly reference?: string;
  readonly amount: Money;
}

export interface ChargeRequest extends ChargeHandle {
  readonly orderId: string;
  /** Shown to the buyer where the provider can. */
  readonly orderNumber: string;
  readonly email: string;
  readonly method?: string;
}

export interface CaptureRequest {
  readonly key: string;
  readonly amount: Money;
  /** Whatever is left of the authorization is let go. */
  readonly isFinal: boolean;
}

export interface RefundRequest {
  readonly key: string;
  readonly amount: Money;
}

export type ConfirmOutcome = 'success' | 'decline';

/** A verified event. It says where to look; what happened is asked of the provider. */
export interface ProviderEvent {
  readonly id: string;
  readonly type: string;
  /** The charge that it is about, by the provider's reference or our key; neither: the event is only kept. */
  readonly reference?: string;
  readonly key?: string;
  /** What it says the whole charge is about; compared with what we asked for. */
  readonly amount?: Money;
  readonly payload: Readonly<Record<string, unknown>>;
}
