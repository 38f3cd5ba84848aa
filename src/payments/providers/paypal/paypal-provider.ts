import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Money, money } from '../../../common/money/money.js';
import { failure } from '../failures.js';
import { listOf } from '../fields.js';
import { PaymentAdapter } from '../payment-adapter.decorator.js';
import type {
  CaptureRequest,
  ChargeHandle,
  ChargeRequest,
  ConfirmOutcome,
  Failure,
  KeyedCall,
  PaymentProvider,
  ProviderAnswer,
  ProviderCharge,
  ProviderEvent,
  RefundRequest,
} from '../payment-provider.js';
import { ClientRefused } from './access-token.js';
import { linkOf, needed } from './answer-fields.js';
import { isTaken, type PaypalMoney, toPaypal } from './paypal-amounts.js';
import { PaypalClient, type Reply } from './paypal-client.js';
import { PaypalConfig } from './paypal.config.js';
import { failureOf } from './paypal-failures.js';
import { customIdOf, invoiceIdOf } from './paypal-keys.js';
import { PaypalOrder } from './paypal-order.js';
import { planRefund } from './refund-plan.js';
import { missingFrom, readEvent } from './webhook-event.js';
import { WebhookSignatures } from './webhook-signatures.js';

const HOUR_MS = 3_600_000;
/** After it the money behind an authorization is no longer sure, until it is authorized anew. */
const HONOR_MS = 72 * HOUR_MS;

const ALREADY_DONE = new Set([
  'ORDER_ALREADY_CAPTURED',
  'ORDER_ALREADY_AUTHORIZED',
  'ORDER_ALREADY_COMPLETED',
]);
/** The same order stays payable: the buyer goes back and chooses another way to pay. */
const SENDS_BUYER_BACK = new Set([
  'INSTRUMENT_DECLINED',
  'ORDER_NOT_APPROVED',
  'PAYER_ACTION_REQUIRED',
  'REDIRECT_PAYER_FOR_ALTERNATE_FUNDING',
]);

/** PayPal's Orders v2 and Payments v2. An order is found by its id alone, which the shop knows once it was created. */
@PaymentAdapter()
@Injectable()
export class PaypalProvider implements PaymentProvider {
  readonly name = 'paypal';
  readonly methods = ['capture', 'authorize_only'];

  constructor(
    private readonly client: PaypalClient,
    private readonly signatures: WebhookSignatures,
    private readonly config: PaypalConfig,
  ) {}

  get isEnabled(): boolean {
    return this.config.isEnabled;
  }

  /** Looks for the client and its webhook. */
  async check(signal: AbortSignal): Promise<readonly string[]> {
    const { webhookId = '', environment } = this.config;
    try {
      const path = `/v1/notifications/webhooks/${encodeURIComponent(webhookId)}`;
      const { body, issue } = await this.client.get(path, signal);
      if (issue !== undefined)
        return [`PayPal knows no webhook ${webhookId} of this client, as PAYPAL_WEBHOOK_ID says (${issue}).`];
      const missing = missingFrom(listOf(body['event_types']).map(({ name }) => name));
      if (missing.length === 0) return [];
      return [
        `The webhook does not tell of ${missing.join(', ')}: choose these events in PayPal's dashboard.`,
      ];
    } catch (error) {
      if (!(error instanceof ClientRefused)) throw error;
      return [`PayPal (${environment}) does not know PAYPAL_CLIENT_ID with PAYPAL_CLIENT_SECRET.`];
    }
  }

  keyLifeMs(call: KeyedCall): number {
    return call === 'start' ? 6 * HOUR_MS : 45 * 24 * HOUR_MS;
  }

  get publishableKey(): string | undefined {
    return this.config.clientId;
  }

  async start(request: ChargeRequest, signal: AbortSignal): Promise<ProviderAnswer> {
    const amount = toPaypal(request.amount);
    if (!amount) return { kind: 'refused', failure: unpayable(request.amount) };
    const call = { key: request.key, body: this.newOrder(request, amount) };
    const reply = await this.client.post('/v2/checkout/orders', call, signal);
    if (reply.issue !== undefined) return { kind: 'refused', failure: failureOf(reply.issue) };
    return shown(new PaypalOrder(reply.body));
  }

  async confirm(
    { reference }: ChargeHandle,
    _: ConfirmOutcome | undefined,
    signal: AbortSignal,
  ): Promise<ProviderAnswer> {
    const order = await this.find(reference, signal);
    if (!order) return { kind: 'refused', failure: failure('not_received') };
    if (!order.isApproved) return shown(order);
    const action = order.isAuthorization ? 'authorize' : 'capture';
    const call = { key: completionKey(order), body: {} };
    const reply = await this.client.post(`${pathOf(order.id)}/${action}`, call, signal);
    if (reply.issue === undefined || ALREADY_DONE.has(reply.issue)) return this.show(order.id, signal);
    return { kind: 'charge', charge: afterRefusal(order, reply, reply.issue) };
  }

  async capture(
    { reference }: ChargeHandle,
    request: CaptureRequest,
    signal: AbortSignal,
  ): Promise<ProviderAnswer> {
    const order = await this.find(reference, signal);
    if (!order) return { kind: 'refused', failure: failure('not_received') };
    const charge = order.toCharge();
    if (charge.captures.some(({ key }) => key === request.key)) return { kind: 'charge', charge };
    const amount = toPaypal(request.amount);
    if (!amount) return { kind: 'refused', failure: unpayable(request.amount) };
    if (!order.isHeld || order.captured + request.amount.amount > order.total.amount)
      return { kind: 'refused', failure: charge.failure ?? failure('amount_too_large') };
    const id = await this.honored(order, signal);
    const body = { amount, invoice_id: request.key, final_capture: request.isFinal };
    const path = `/v2/payments/authorizations/${encodeURIComponent(id)}/capture`;
    const reply = await this.client.post(path, { key: request.key, body }, signal);
    if (reply.issue !== undefined) return { kind: 'refused', failure: failureOf(reply.issue) };
    return this.show(order.id, signal);
  }

  async cancel({ reference }: ChargeHandle, signal: AbortSignal): Promise<ProviderAnswer> {
    const order = await this.find(reference, signal);
    if (!order) return { kind: 'refused', failure: failure('not_received') };
    const charge = order.toCharge();
    // PayPal has no call for it: an order that nobody captures lapses.
    if (charge.status === 'requires_action')
      return { kind: 'charge', charge: { ...charge, status: 'canceled', isApproved: false } };
    const { authorization } = order;
    if (!authorization || !order.isHeld) return { kind: 'charge', charge };
    const id = encodeURIComponent(needed(authorization, 'id'));
    await this.client.post(`/v2/payments/authorizations/${id}/void`, {}, signal);
    return this.show(order.id, signal);
  }

  async refund(handle: ChargeHandle, request: RefundRequest, signal: AbortSignal): Promise<ProviderAnswer> {
    const order = await this.find(handle.reference, signal);
    if (!order) return { kind: 'refused', failure: failure('not_received') };
    const { amount: total, currency } = request.amount;
    const plan = planRefund(order, request.key, total);
    if (!plan) return refusedRefund(order, request.key, failure('amount_too_large'));
    const customId = customIdOf({ key: request.key, total, chargeKey: handle.key });
    for (const { captureId, amount } of plan) {
      const key = `${request.key}.${captureId}`;
      const body = { amount: toPaypal(money(amount, currency)), custom_id: customId };
      const path = `/v2/payments/captures/${encodeURIComponent(captureId)}/refund`;
      const reply = await this.client.post(path, { key, body }, signal);
      if (reply.issue === undefined) continue;
      return refusedRefund(await this.known(order.id, signal), request.key, failureOf(reply.issue));
    }
    return this.show(order.id, signal);
  }

  async fetch({ reference }: ChargeHandle, signal: AbortSignal): Promise<ProviderAnswer> {
    const order = await this.find(reference, signal);
    // Without its id no buyer was sent to the order, so nobody can have paid it.
    return order ? shown(order) : { kind: 'absent' };
  }

  async readWebhook(
    bytes: Buffer,
    headers: IncomingHttpHeaders,
    signal: AbortSignal,
  ): Promise<ProviderEvent> {
    await this.signatures.check(bytes, headers, signal);
    return readEvent(bytes);
  }

  private async find(reference: string | undefined, signal: AbortSignal): Promise<PaypalOrder | undefined> {
    if (reference === undefined) return undefined;
    const { body, issue } = await this.client.get(pathOf(reference), signal);
    if (issue === 'INVALID_RESOURCE_ID' || issue === 'RESOURCE_NOT_FOUND') return undefined;
    if (issue !== undefined) throw new Error(`PayPal does not show the order: ${issue}`);
    return new PaypalOrder(body);
  }

  private async show(reference: string, signal: AbortSignal): Promise<ProviderAnswer> {
    return shown(await this.known(reference, signal));
  }

  private async known(reference: string, signal: AbortSignal): Promise<PaypalOrder> {
    const order = await this.find(reference, signal);
    if (!order) throw new Error('The PayPal order was there, and is not shown');
    return order;
  }

  /** The authorization to capture from; renewed when PayPal no longer honors it. */
  private async honored(order: PaypalOrder, signal: AbortSignal): Promise<string> {
    const authorization = order.authorization!;
    const id = needed(authorization, 'id');
    const age = Date.now() - Date.parse(needed(authorization, 'create_time'));
    if (age < HONOR_MS || order.captured > 0) return id;
    const path = `/v2/payments/authorizations/${encodeURIComponent(id)}/reauthorize`;
    const call = { key: `${id}.reauthorize`, body: { amount: authorization['amount'] } };
    const { body, issue } = await this.client.post(path, call, signal);
    // A second renewal may be refused, while the first one can still be captured.
    return issue === undefined ? needed(body, 'id') : id;
  }

  private newOrder({ key, orderNumber, email, method }: ChargeRequest, amount: PaypalMoney): object {
    return {
      intent: method === 'authorize_only' ? 'AUTHORIZE' : 'CAPTURE',
      purchase_units: [{ amount, custom_id: key, invoice_id: invoiceIdOf(orderNumber, key) }],
      payment_source: {
        paypal: {
          email_address: email,
          experience_context: {
            return_url: withPayment(this.config.returnUrl!, key),
            cancel_url: withPayment(this.config.cancelUrl!, key),
            shipping_preference: 'NO_SHIPPING',
            user_action: 'PAY_NOW',
          },
        },
      },
    };
  }
}

const shown = (order: PaypalOrder): ProviderAnswer => ({ kind: 'charge', charge: order.toCharge() });

/** What PayPal did of it before, in this call or an earlier one, is money that went back. */
function refusedRefund(order: PaypalOrder, key: string, reason: Failure): ProviderAnswer {
  const charge = order.afterRefusedRefund(key);
  return charge ? { kind: 'charge', charge } : { kind: 'refused', failure: reason };
}

const pathOf = (orderId: string): string => `/v2/checkout/orders/${encodeURIComponent(orderId)}`;

const unpayable = ({ currency }: Money) =>
  failure(isTaken(currency) ? 'amount_not_chargeable' : 'currency_not_supported');

/** The same for everybody who sees this approval, and another one after the buyer has chosen anew. */
const completionKey = ({ id, version }: PaypalOrder): string =>
  `${id}.${createHash('sha256').update(version).digest('hex').slice(0, 32)}`;

function afterRefusal(order: PaypalOrder, { body }: Reply, issue: string): ProviderCharge {
  if (!SENDS_BUYER_BACK.has(issue))
    return order.toCharge({
      status: 'failed',
      isApproved: false,
      nextAction: undefined,
      failure: failureOf(issue),
    });
  const known = order.toCharge();
  const redirectUrl = linkOf(body, 'redirect', 'payer-action') ?? known.nextAction?.redirectUrl;
  const nextAction = redirectUrl === undefined ? undefined : { type: 'redirect', redirectUrl };
  return { ...known, isApproved: false, nextAction, failure: failureOf(issue) };
}

function withPayment(address: string, key: string): string {
  const url = new URL(address);
  url.searchParams.set('payment', key);
  return url.href;
}
