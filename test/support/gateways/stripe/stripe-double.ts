import { createHmac } from 'node:crypto';
import { Gateway, type GatewayAnswer, type GatewayRequest } from '../gateway.js';
import { StripeAccount } from './stripe-account.js';
import { formIn, type Form, numberIn, readForm, textIn, textsIn } from './stripe-form.js';
import {
  broken,
  type Charge,
  type Intent,
  invalid,
  missing,
  newId,
  now,
  type Refund,
  StripeFault,
} from './stripe-objects.js';

const DECLINES = {
  declined: { code: 'card_declined', decline_code: 'generic_decline', message: 'Your card was declined.' },
  stolen: { code: 'card_declined', decline_code: 'stolen_card', message: 'Your card was declined.' },
  no_funds: { code: 'card_declined', decline_code: 'insufficient_funds', message: 'Insufficient funds.' },
} as const;

export type Card = 'good' | 'asks' | 'slow' | keyof typeof DECLINES;

interface FirstCall {
  readonly fingerprint: string;
  readonly answer: GatewayAnswer;
}

/** Stripe on loopback: PaymentIntents, refunds, charges, idempotency keys and webhooks, as Stripe documents them. */
export class StripeDouble extends Gateway {
  static readonly SECRET_KEY = 'sk_test_theDoubleKnowsThisKey';
  static readonly PUBLISHABLE_KEY = 'pk_test_theBrowserHasThisKey';
  static readonly WEBHOOK_SECRET = 'whsec_theDoubleSignsWithThisOne1';

  readonly account = new StripeAccount(this.books, (type, object) => this.tell(type, object));
  /** Thin events name the object; snapshots hold it. */
  sends: 'snapshot' | 'thin' = 'snapshot';
  isSearchBlind = false;
  /** The next call with a key does nothing, and Stripe remembers for the key that it broke. */
  breaksNext = false;
  webhookSecrets: readonly string[] = [StripeDouble.WEBHOOK_SECRET];
  private readonly calls = new Map<string, FirstCall>();

  /** The only intent of an order. Throws when there is another number of them. */
  intentOf(orderId: string): Intent {
    const found = [...this.account.intents.values()].filter(
      ({ metadata }) => metadata['order_id'] === orderId,
    );
    if (found.length !== 1) throw new Error(`${found.length} intents for order ${orderId}`);
    return found[0]!;
  }

  /** The buyer's browser confirms with its client secret. */
  buyerPays(clientSecret: string, card: Card = 'good'): void {
    const intent = [...this.account.intents.values()].find((known) => known.client_secret === clientSecret);
    if (intent?.status !== 'requires_payment_method') throw new Error(`The intent is ${intent?.status}`);
    if (card === 'good') this.account.accept(intent);
    else if (card === 'slow') this.become(intent, 'processing');
    else if (card === 'asks') {
      intent.next_action = { type: 'use_stripe_sdk', use_stripe_sdk: {} };
      this.become(intent, 'requires_action');
    } else this.account.decline(intent, { type: 'card_error', ...DECLINES[card] });
  }

  /** The bank asked the buyer (3-D Secure), or a slow payment ends. */
  ends(intent: Intent, isAccepted: boolean): void {
    if (!['requires_action', 'processing'].includes(intent.status)) throw new Error(`It is ${intent.status}`);
    if (isAccepted) return this.account.accept(intent);
    const code = 'payment_intent_authentication_failure';
    this.account.decline(intent, { type: 'card_error', code, message: 'Not authenticated.' });
  }

  protected signed(body: string): Readonly<Record<string, string>> {
    const time = now();
    const codes = this.webhookSecrets.map(
      (secret) => `v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`,
    );
    return { 'stripe-signature': [`t=${time}`, ...codes, `v0=${'0'.repeat(64)}`].join(',') };
  }

  protected answer(request: GatewayRequest): GatewayAnswer {
    const id = { 'request-id': newId('req') };
    try {
      const answer = this.once(request);
      return { ...answer, headers: { ...id, ...answer.headers } };
    } catch (error) {
      if (error instanceof StripeFault) return { ...error.answer, headers: id };
      throw error;
    }
  }

  /** A repeated key answers what the first call was told; with another body it is an error. */
  private once(request: GatewayRequest): GatewayAnswer {
    if (request.headers.authorization !== `Bearer ${StripeDouble.SECRET_KEY}`)
      throw new StripeFault(401, { type: 'invalid_request_error', message: 'Invalid API Key provided' });
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || typeof key !== 'string') return this.act(request);
    const fingerprint = `${request.path}?${request.body}`;
    const first = this.calls.get(key);
    if (first && first.fingerprint !== fingerprint)
      throw new StripeFault(400, {
        type: 'idempotency_error',
        message: 'Keys for idempotent requests differ',
      });
    if (first) return { ...first.answer, headers: { 'idempotent-replayed': 'true' } };
    const answer = this.breaksNext ? broken : this.act(request);
    this.breaksNext = false;
    this.calls.set(key, { fingerprint, answer });
    return answer;
  }

  private act({ method, path, body, query }: GatewayRequest): GatewayAnswer {
    const form = readForm(method === 'GET' ? query.toString() : body);
    const [, kind = '', id, verb] = /^\/v1\/(\w+)(?:\/(\w+))?(?:\/(\w+))?$/.exec(path) ?? [];
    const found = this.route(`${method} ${kind}`, id, verb, form);
    if (found === undefined) throw missing(path);
    // A copy: what the first call was told does not change with the object.
    return { status: 200, body: structuredClone(found) };
  }

  private route(
    what: string,
    id: string | undefined,
    verb: string | undefined,
    form: Form,
  ): object | undefined {
    const { account } = this;
    if (what === 'GET payment_intents' && id === 'search') return this.search(textIn(form, 'query') ?? '');
    if (what === 'GET payment_intents' && id === undefined)
      return listed('/v1/payment_intents', account.intents);
    if (what === 'GET charges' && id === undefined) return listed('/v1/charges', account.charges);
    if (what === 'GET payment_intents' && id !== undefined) return this.expanded(account.intent(id), form);
    if (what === 'POST payment_intents' && id === undefined) return this.expanded(this.create(form), form);
    if (what === 'POST payment_intents' && verb === 'capture')
      return account.capture(id ?? '', numberIn(form, 'amount_to_capture'), textsIn(form, 'metadata'));
    if (what === 'POST payment_intents' && verb === 'cancel')
      return account.cancel(id ?? '', textIn(form, 'cancellation_reason'));
    if (what === 'POST refunds')
      return account.refund(
        textIn(form, 'payment_intent') ?? '',
        numberIn(form, 'amount'),
        textsIn(form, 'metadata'),
      );
    if (what === 'GET refunds' && id === undefined) return this.refundsOf(textIn(form, 'payment_intent'));
    if (what === 'GET refunds') return account.refunds.get(id ?? '');
    if (what === 'GET balance_transactions') return account.balanceTransactions.get(id ?? '');
    return what === 'GET charges' ? account.charges.get(id ?? '') : undefined;
  }

  private create(form: Form): Intent {
    if (textIn(form, 'confirm') === 'true')
      throw invalid(undefined, 'The double confirms only by the browser');
    if (textIn(formIn(form, 'automatic_payment_methods'), 'enabled') !== 'true')
      throw invalid('parameter_missing', 'Say which payment methods', 'payment_method_types');
    const intent = this.account.create({
      amount: numberIn(form, 'amount') ?? 0,
      currency: textIn(form, 'currency') ?? '',
      capture_method: textIn(form, 'capture_method') === 'manual' ? 'manual' : 'automatic',
      metadata: textsIn(form, 'metadata'),
      livemode: false,
    });
    intent.description = textIn(form, 'description') ?? null;
    return intent;
  }

  private expanded(intent: Intent, form: Form): object {
    const isAsked = Object.values(formIn(form, 'expand')).includes('latest_charge');
    const charge = this.account.chargeOf(intent);
    return isAsked && charge ? { ...intent, latest_charge: charge } : intent;
  }

  private search(query: string): object {
    const [, name = '', value] = /^metadata\['(\w+)'\]:'([\w-]+)'$/.exec(query) ?? [];
    const all = this.isSearchBlind ? [] : [...this.account.intents.values()];
    const data = all.filter(({ metadata }) => metadata[name] === value);
    return {
      object: 'search_result',
      data,
      has_more: false,
      url: '/v1/payment_intents/search',
      next_page: null,
    };
  }

  private refundsOf(intentId: string | undefined): object {
    const all = [...this.account.refunds.values()].toReversed();
    const data = all.filter((refund) => refund.payment_intent === intentId);
    return { object: 'list', data, has_more: false, url: '/v1/refunds' };
  }

  private become(intent: Intent, status: 'processing' | 'requires_action'): void {
    intent.status = status;
    this.tell(`payment_intent.${status}`, intent);
  }

  private tell(type: string, object: Intent | Charge | Refund): void {
    const id = newId('evt');
    const event = { id, created: now(), livemode: false, ...this.worded(type, object) };
    this.outbox.put({ id, type, body: JSON.stringify(event) });
  }

  private worded(type: string, object: Intent | Charge | Refund): object {
    const { id, object: kind } = object;
    if (this.sends === 'snapshot')
      return {
        object: 'event',
        api_version: '2026-10-28.endive',
        type,
        data: { object },
        pending_webhooks: 1,
      };
    const url = `/v1/${kind}s/${id}`;
    return { object: 'v2.core.event', type: `v1.${type}`, related_object: { id, type: kind, url } };
  }
}

function listed(url: string, objects: ReadonlyMap<string, object>): object {
  return { object: 'list', data: [...objects.values()].slice(0, 1), has_more: objects.size > 1, url };
}
