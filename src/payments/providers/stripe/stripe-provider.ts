import { Injectable, Logger } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import type { Stripe } from 'stripe';
import { madeAt } from '../../../common/database/ids.js';
import { failure } from '../failures.js';
import { PaymentAdapter } from '../payment-adapter.decorator.js';
import type {
  CaptureRequest,
  ChargeHandle,
  ChargeRequest,
  ConfirmOutcome,
  PaymentProvider,
  ProviderAnswer,
  ProviderEvent,
  RefundRequest,
} from '../payment-provider.js';
import { CAPTURE_ID, chargeOf, OUR_REASON, PAYMENT_ID, REFUND_ID } from './stripe-charge.js';
import { StripeClient } from './stripe-client.js';
import { readEvent, type ThinEvent } from './stripe-events.js';
import { declineOf, refusalOf } from './stripe-failures.js';
import { NotChargeable, toStripe } from './stripe-money.js';
import { checkSignature, SIGNATURE_HEADER } from './stripe-signature.js';
import { StripeConfig } from './stripe.config.js';

/** Stripe keeps keys for at least a day; clocks differ. */
const KEY_LIFE_MS = 23 * 3_600_000;

/** Stripe's search shows what is new within a minute, and later when it is troubled. */
const SEARCH_LAG_MS = 10 * 60_000;

const MOST_REFUNDS = 1_000;

type Work = (stripe: Stripe) => Promise<ProviderAnswer>;

/**
 * Takes payments by Stripe's PaymentIntents. The buyer's browser confirms an intent with Stripe, so starting one moves no
 * money, and nobody can pay an intent whose answer was lost: its secret reached nobody.
 */
@PaymentAdapter()
@Injectable()
export class StripeProvider implements PaymentProvider {
  readonly name = 'stripe';
  /** The buyer chooses in the Payment Element. */
  readonly methods = [];
  private readonly logger = new Logger(StripeProvider.name);

  constructor(
    private readonly client: StripeClient,
    private readonly config: StripeConfig,
  ) {}

  get isEnabled(): boolean {
    return this.config.isEnabled;
  }

  keyLifeMs(): number {
    return KEY_LIFE_MS;
  }

  get publishableKey(): string | undefined {
    return this.config.publishableKey;
  }

  start(request: ChargeRequest, signal: AbortSignal): Promise<ProviderAnswer> {
    return this.ask(signal, async (stripe) => {
      try {
        const intent = await this.create(stripe, request);
        // A repeated key answers what the first call was told, however long ago.
        return isReplayed(intent.lastResponse) ? this.view(stripe, intent.id) : this.shown(intent, []);
      } catch (error) {
        // Stripe repeats its own failures, too: asking again with the key would never end.
        if (isOfStripe(error) && isReplayed(error) && !isRefusal(error)) return this.find(stripe, request);
        throw error;
      }
    });
  }

  /** The browser confirms with Stripe itself. */
  confirm(charge: ChargeHandle, _: ConfirmOutcome | undefined, signal: AbortSignal): Promise<ProviderAnswer> {
    return this.fetch(charge, signal);
  }

  /** Once for each authorization: what is not captured then is let go. */
  capture(charge: ChargeHandle, capture: CaptureRequest, signal: AbortSignal): Promise<ProviderAnswer> {
    return this.ask(signal, async (stripe) => {
      const { key, amount, isFinal } = capture;
      if (!isFinal && amount.amount !== charge.amount.amount)
        return { kind: 'refused', failure: failure('capture_must_be_final') };
      const reference = referenceOf(charge);
      await stripe.paymentIntents.capture(
        reference,
        { amount_to_capture: toStripe(amount), metadata: { [CAPTURE_ID]: key } },
        { idempotencyKey: key },
      );
      return this.view(stripe, reference);
    });
  }

  cancel(charge: ChargeHandle, signal: AbortSignal): Promise<ProviderAnswer> {
    return this.ask(signal, async (stripe) => {
      const found = await this.find(stripe, charge);
      if (found.kind !== 'charge' || isOver(found.charge.status)) return found;
      await this.cancelIfPossible(stripe, found.charge.reference);
      return this.view(stripe, found.charge.reference);
    });
  }

  refund(charge: ChargeHandle, refund: RefundRequest, signal: AbortSignal): Promise<ProviderAnswer> {
    return this.ask(signal, async (stripe) => {
      const { key, amount } = refund;
      const reference = referenceOf(charge);
      await stripe.refunds.create(
        { payment_intent: reference, amount: toStripe(amount), metadata: { [REFUND_ID]: key } },
        { idempotencyKey: key },
      );
      return this.view(stripe, reference);
    });
  }

  fetch(charge: ChargeHandle, signal: AbortSignal): Promise<ProviderAnswer> {
    return this.ask(signal, (stripe) => this.find(stripe, charge));
  }

  async readWebhook(
    bytes: Buffer,
    headers: IncomingHttpHeaders,
    signal: AbortSignal,
  ): Promise<ProviderEvent> {
    checkSignature(bytes, headers[SIGNATURE_HEADER], this.config.webhookSecrets);
    const { related, ...event } = readEvent(bytes, this.config.isLive);
    return related ? { ...event, reference: await this.intentOf(related, signal) } : event;
  }

  private create(stripe: Stripe, { key, amount, orderId, orderNumber }: ChargeRequest) {
    return stripe.paymentIntents.create(
      {
        amount: toStripe(amount),
        currency: amount.currency.toLowerCase(),
        confirm: false,
        automatic_payment_methods: { enabled: true },
        capture_method: this.config.captureMethod,
        description: `Order ${orderNumber}`,
        metadata: { [PAYMENT_ID]: key, order_id: orderId, order_number: orderNumber },
        expand: ['latest_charge'],
      },
      { idempotencyKey: key },
    );
  }

  private async find(stripe: Stripe, { key, reference }: ChargeHandle): Promise<ProviderAnswer> {
    if (reference !== undefined) return this.view(stripe, reference);
    const query = `metadata['${PAYMENT_ID}']:'${key}'`;
    const [found] = (await stripe.paymentIntents.search({ query, limit: 1 })).data;
    if (found) return this.view(stripe, found.id);
    if (Date.now() - madeAt(key).getTime() < SEARCH_LAG_MS)
      throw new Error(`Stripe's search may not know ${key} yet`);
    return { kind: 'absent' };
  }

  private async view(stripe: Stripe, reference: string): Promise<ProviderAnswer> {
    try {
      const intent = await stripe.paymentIntents.retrieve(reference, { expand: ['latest_charge'] });
      const isPaid = intent.amount_received > 0;
      return this.shown(intent, isPaid ? await refundsOf(stripe, reference) : []);
    } catch (error) {
      if (isMissing(error)) return { kind: 'absent' };
      throw error;
    }
  }

  private shown(intent: Stripe.PaymentIntent, refunds: readonly Stripe.Refund[]): ProviderAnswer {
    return { kind: 'charge', charge: chargeOf(intent, refunds, this.config) };
  }

  /** An intent that succeeded or is processed meanwhile cannot be canceled, and stays as it is. */
  private async cancelIfPossible(stripe: Stripe, reference: string): Promise<void> {
    try {
      await stripe.paymentIntents.cancel(reference, { cancellation_reason: OUR_REASON });
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }

  /** A restricted key may lack one of the rights that payments need. */
  async check(signal: AbortSignal): Promise<readonly string[]> {
    const found: string[] = [];
    for (const kind of ['paymentIntents', 'charges', 'refunds'] as const) {
      try {
        await this.client.within<unknown>(signal, (stripe) => stripe[kind].list({ limit: 1 }));
      } catch (error) {
        if (!isOfStripe(error)) throw error;
        if (error.type === 'StripeAuthenticationError')
          return ['Stripe does not know STRIPE_SECRET_KEY: it was mistyped, rolled or deleted.'];
        if (error.type !== 'StripePermissionError') throw error;
        found.push(`STRIPE_SECRET_KEY is a restricted key without the right to ${kind}.`);
      }
    }
    return found;
  }

  /** Undefined for what is no charge or refund, and what Stripe does not know. */
  private async intentOf(
    { type, id }: NonNullable<ThinEvent['related']>,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    try {
      const object = await this.client.within(signal, async (stripe) => {
        if (type === 'charge') return stripe.charges.retrieve(id);
        return type === 'refund' ? stripe.refunds.retrieve(id) : undefined;
      });
      const intent = object?.payment_intent ?? undefined;
      return typeof intent === 'string' ? intent : intent?.id;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Only an answer that is surely a refusal is one. Errors of keys and access may hide what a first call did. */
  private async ask(signal: AbortSignal, work: Work): Promise<ProviderAnswer> {
    try {
      return await this.client.within(signal, work);
    } catch (error) {
      if (error instanceof NotChargeable)
        return { kind: 'refused', failure: failure('amount_not_chargeable') };
      if (!isRefusal(error)) throw error;
      this.logger.warn(
        `Stripe refused request ${error.requestId}: ${error.code ?? error.type} ${error.param ?? ''}`,
      );
      const isDeclined = error.type === 'StripeCardError';
      return { kind: 'refused', failure: isDeclined ? declineOf(error) : refusalOf(error.code) };
    }
  }
}

async function refundsOf(stripe: Stripe, reference: string): Promise<Stripe.Refund[]> {
  const refunds = stripe.refunds.list({ payment_intent: reference, limit: 100 });
  const all = await refunds.autoPagingToArray({ limit: MOST_REFUNDS });
  if (all.length === MOST_REFUNDS) throw new Error(`${reference} has too many refunds to be read`);
  return all;
}

function referenceOf({ key, reference }: ChargeHandle): string {
  if (reference === undefined)
    throw new Error(`Nothing can be captured or refunded of ${key} before its first answer`);
  return reference;
}

const isOver = (status: string): boolean => status === 'succeeded' || status === 'canceled';

/** As the library's errors look, which is loaded late. */
interface StripeError {
  readonly type: string;
  readonly statusCode?: number;
  readonly code?: string;
  readonly decline_code?: string;
  readonly param?: string;
  readonly requestId?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const DEFINITE: ReadonlyMap<string, number> = new Map([
  ['StripeCardError', 402],
  ['StripeInvalidRequestError', 400],
]);

const isReplayed = ({ headers }: { readonly headers?: Readonly<Record<string, string>> }): boolean =>
  headers?.['idempotent-replayed'] === 'true';

const isOfStripe = (error: unknown): error is StripeError => error instanceof Error && 'type' in error;

const isRefusal = (error: unknown): error is StripeError =>
  isOfStripe(error) && error.statusCode !== undefined && DEFINITE.get(error.type) === error.statusCode;

const isMissing = (error: unknown): boolean =>
  isOfStripe(error) && error.type === 'StripeInvalidRequestError' && error.statusCode === 404;
