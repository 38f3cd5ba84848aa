import { createHash, randomBytes, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { Gateway, type GatewayAnswer, type GatewayRequest, type OutgoingWebhook } from '../gateway.js';

export const CLIENT_ID = 'client-of-the-double';
export const CLIENT_SECRET = 'EGnHDxD_qRPdaLdZz8iCr8N7_MzF-YHPTkjs6NKYQvQ';
export const WEBHOOK_ID = '8PT597110X687430L';
export const CERTIFICATE = readFileSync(join(import.meta.dirname, 'webhook-test-cert.pem'), 'utf8');
const KEY = readFileSync(join(import.meta.dirname, 'webhook-test-key.pem'), 'utf8');
/** Whatever follows it, the certificate is the same. */
const CERTIFICATE_PATH = '/v1/notifications/certs/CERT-360caa42-';
const APPROVAL_HOST = 'https://www.sandbox.paypal.com';
const HOUR_MS = 3_600_000;
const WITHOUT_DECIMALS = new Set(['HUF', 'JPY', 'TWD']);

interface Amount {
  readonly currency_code: string;
  readonly value: string;
}

interface Movement {
  readonly id: string;
  readonly orderId: string;
  status: string;
  readonly amount: Amount;
  readonly custom_id?: string;
  readonly invoice_id?: string;
  readonly create_time: string;
}

interface Authorization extends Movement {
  expiration_time: string;
}

interface Capture extends Movement {
  readonly authorizationId?: string;
  readonly final_capture: boolean;
}

interface Refund extends Movement {
  readonly captureId: string;
}

interface Order {
  readonly id: string;
  readonly intent: 'CAPTURE' | 'AUTHORIZE';
  status: string;
  amount: Amount;
  readonly customId: string;
  readonly invoiceId: string;
  readonly returnUrl: string;
  readonly createTime: string;
  version: number;
  readonly authorizations: Authorization[];
  readonly captures: Capture[];
  readonly refunds: Refund[];
}

interface Remembered {
  readonly answer: GatewayAnswer;
  readonly until: number;
}

interface NewOrder {
  readonly intent: Order['intent'];
  readonly purchase_units: readonly [
    { readonly amount: Amount; readonly custom_id: string; readonly invoice_id: string },
  ];
  readonly payment_source: {
    readonly paypal: { readonly experience_context: { readonly return_url: string } };
  };
}

class Refusal extends Error {
  constructor(
    readonly issue: string,
    readonly status = 422,
    readonly links: readonly object[] = [],
  ) {
    super(issue);
  }
}

/** PayPal's Orders v2 and Payments v2, with the buyer and the passing of time in the hands of the test. */
export class PaypalGateway extends Gateway {
  readonly orders = new Map<string, Order>();
  /** The events that its webhook is told of. */
  subscribedTo: readonly string[] = ['*'];
  /** The next completed captures are held for review. */
  pendingCaptures = 0;
  /** The next refunds are asked of a bank first, and wait. */
  pendingRefunds = 0;
  /** The same invoice is refused once it was paid, as accounts may choose. */
  refusesPaidInvoices = true;
  /** Whether an order stays approved after its instrument was declined. */
  keepsApproval = false;
  tokenSeconds = 32_400;
  /** Wall clock of the double. */
  aheadMs = 0;
  base = '';
  private readonly remembered = new Map<string, Remembered>();
  private readonly tokens = new Set<string>();
  private declining: string[] = [];

  override async start(): Promise<string> {
    this.base = await super.start();
    return this.base;
  }

  /** The buyer pays with what they have chosen, and is sent back. */
  approve(orderId: string): void {
    const order = this.order(orderId);
    if (!['CREATED', 'PAYER_ACTION_REQUIRED', 'APPROVED'].includes(order.status))
      throw new Error(`The buyer sees an order that is ${order.status}`);
    order.status = 'APPROVED';
    order.version += 1;
    this.announce('CHECKOUT.ORDER.APPROVED', 'checkout-order', this.shownOrder(order));
  }

  /** The next attempts to take money are refused with these issues. */
  declineNext(...issues: readonly string[]): void {
    this.declining.push(...issues);
  }

  /** What was held for review is taken, or not. */
  settleCaptures(orderId: string, status: 'COMPLETED' | 'DECLINED'): void {
    for (const capture of this.order(orderId).captures.filter((one) => one.status === 'PENDING')) {
      capture.status = status;
      if (status === 'COMPLETED') this.enter(capture, 'capture');
      this.announce(`PAYMENT.CAPTURE.${status}`, 'capture', this.shownCapture(capture));
    }
  }

  settleRefunds(orderId: string, status: 'COMPLETED' | 'FAILED'): void {
    const order = this.order(orderId);
    for (const refund of order.refunds.filter((one) => one.status === 'PENDING')) {
      refund.status = status;
      if (status === 'COMPLETED') this.enter(refund, 'refund');
      this.restand(order, refund.captureId);
      this.announce(`PAYMENT.CAPTURE.REFUND${status === 'COMPLETED' ? 'ED' : '_FAILED'}`, 'refund', {
        ...this.shownRefund(refund),
      });
    }
  }

  /** Staff refund at PayPal's own site. */
  refundByHand(orderId: string, value: string): void {
    const order = this.order(orderId);
    const capture = order.captures[0]!;
    this.refundOf(capture, { currency_code: order.amount.currency_code, value }, order.customId);
  }

  voidByHand(orderId: string): void {
    const authorization = this.order(orderId).authorizations.at(-1)!;
    authorization.status = 'VOIDED';
    this.announce('PAYMENT.AUTHORIZATION.VOIDED', 'authorization', this.shownAuthorization(authorization));
  }

  /** PayPal shows another sum than was asked for. */
  misstate(orderId: string, amount: Amount): void {
    this.order(orderId).amount = amount;
  }

  /** The one order of an attempt. */
  orderOf(customId: string): Order {
    const found = [...this.orders.values()].filter((order) => order.customId === customId);
    if (found.length !== 1) throw new Error(`${found.length} orders have the key ${customId}`);
    return found[0]!;
  }

  webhook(type: string, resourceType: string, resource: object): OutgoingWebhook {
    const id = `WH-${hex(8)}-${hex(8)}`;
    const fields = { id, event_version: '1.0', create_time: this.now(), resource_type: resourceType };
    const body = JSON.stringify({ ...fields, event_type: type, summary: type, resource, links: [] });
    return { id, type, body };
  }

  /** Headers over the very bytes, as PayPal signs them. */
  headersFor(body: string | Buffer, changes: Readonly<Record<string, string>> = {}): Record<string, string> {
    const id = changes['paypal-transmission-id'] ?? `${hex(4)}-5106-11ef-84e2-${hex(6)}`;
    const time = changes['paypal-transmission-time'] ?? new Date().toISOString().replace(/\.\d+/, '');
    const signed = `${id}|${time}|${WEBHOOK_ID}|${crc32(body)}`;
    return {
      'content-type': 'application/json',
      'paypal-transmission-id': id,
      'paypal-transmission-time': time,
      'paypal-transmission-sig': sign('RSA-SHA256', Buffer.from(signed), KEY).toString('base64'),
      'paypal-auth-version': 'v2',
      'paypal-auth-algo': 'SHA256withRSA',
      'paypal-cert-url': `${this.base}${CERTIFICATE_PATH}double`,
      ...changes,
    };
  }

  protected signed(body: string): Readonly<Record<string, string>> {
    return this.headersFor(body);
  }

  protected answer(request: GatewayRequest): GatewayAnswer {
    try {
      return this.route(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: errorBody(error) };
    }
  }

  private route(request: GatewayRequest): GatewayAnswer {
    const route = `${request.method} ${request.path}`;
    if (route === 'POST /v1/oauth2/token') return this.token(request);
    if (route.startsWith(`GET ${CERTIFICATE_PATH}`)) return { status: 200, text: CERTIFICATE };
    if (request.path.startsWith('/v1/notifications/certs/')) return { status: 404, body: {} };
    if (!this.tokens.has(request.headers.authorization?.replace('Bearer ', '') ?? ''))
      return {
        status: 401,
        body: { error: 'invalid_token', error_description: 'Token signature verification failed' },
      };
    if (request.path.startsWith('/v1/notifications/webhooks/')) return this.shownWebhook(request.path);
    const [, version, family, id = '', action = ''] =
      /^\/(v2\/checkout|v2\/payments)\/(\w+)(?:\/([A-Z0-9]+))?(?:\/(\w+))?$/.exec(request.path) ?? [];
    switch (`${request.method} ${version}/${family}${id && '/:id'}${action && `/${action}`}`) {
      case 'POST v2/checkout/orders':
        return this.once(request, 6 * HOUR_MS, () => this.create(JSON.parse(request.body) as NewOrder));
      case 'GET v2/checkout/orders/:id':
        return { status: 200, body: this.shownOrder(this.order(id)) };
      case 'POST v2/checkout/orders/:id/capture':
        return this.once(request, 6 * HOUR_MS, () => this.complete(this.order(id), 'CAPTURE'));
      case 'POST v2/checkout/orders/:id/authorize':
        return this.once(request, 6 * HOUR_MS, () => this.complete(this.order(id), 'AUTHORIZE'));
      case 'GET v2/payments/authorizations/:id':
        return { status: 200, body: this.shownAuthorization(this.authorization(id)) };
      case 'POST v2/payments/authorizations/:id/capture':
        return this.once(request, 45 * 24 * HOUR_MS, () =>
          this.captureHeld(this.authorization(id), JSON.parse(request.body) as never),
        );
      case 'POST v2/payments/authorizations/:id/reauthorize':
        return this.once(request, 45 * 24 * HOUR_MS, () =>
          this.reauthorize(this.authorization(id), JSON.parse(request.body) as never),
        );
      case 'POST v2/payments/authorizations/:id/void':
        return this.void(this.authorization(id));
      case 'GET v2/payments/captures/:id':
        return { status: 200, body: this.shownCapture(this.capture(id)) };
      case 'POST v2/payments/captures/:id/refund':
        return this.once(request, 45 * 24 * HOUR_MS, () => {
          const body = JSON.parse(request.body) as { amount: Amount; custom_id?: string };
          const refund = this.refundOf(this.capture(id), body.amount, body.custom_id);
          return { status: 201, body: this.shownRefund(refund) };
        });
      case 'GET v2/payments/refunds/:id':
        return { status: 200, body: this.shownRefund(this.refund(id)) };
      default:
        throw new Refusal('RESOURCE_NOT_FOUND', 404);
    }
  }

  private shownWebhook(path: string): GatewayAnswer {
    if (!path.endsWith(`/${WEBHOOK_ID}`)) throw new Refusal('INVALID_RESOURCE_ID', 404);
    return {
      status: 200,
      body: {
        id: WEBHOOK_ID,
        url: 'https://shop.example/api/v1/webhooks/paypal',
        event_types: this.subscribedTo.map((name) => ({ name })),
        links: [],
      },
    };
  }

  private token({ headers, body }: GatewayRequest): GatewayAnswer {
    const expected = `Basic ${Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64')}`;
    if (headers.authorization !== expected)
      return {
        status: 401,
        body: { error: 'invalid_client', error_description: 'Client Authentication failed' },
      };
    if (body !== 'grant_type=client_credentials')
      return { status: 400, body: { error: 'unsupported_grant_type', error_description: 'Unsupported' } };
    const token = hex(24);
    this.tokens.add(token);
    return {
      status: 200,
      body: { access_token: token, token_type: 'Bearer', expires_in: this.tokenSeconds, scope: '' },
    };
  }

  /** All tokens end now. */
  endTokens(): void {
    this.tokens.clear();
  }

  /** A repeated id repeats what was answered, with 200 for a 201. Other bodies under one id are a mistake of ours. */
  private once({ headers, path }: GatewayRequest, lifeMs: number, act: () => GatewayAnswer): GatewayAnswer {
    const id = headers['paypal-request-id'];
    if (typeof id !== 'string' || id.length > 108) throw new Refusal('MISSING_REQUEST_ID', 400);
    const known = this.remembered.get(`${path} ${id}`);
    if (known && known.until > this.clock()) {
      const { status, body } = known.answer;
      return { status: status === 201 ? 200 : status, body };
    }
    const answer = this.answered(act);
    this.remembered.set(`${path} ${id}`, { answer, until: this.clock() + lifeMs });
    return answer;
  }

  private answered(act: () => GatewayAnswer): GatewayAnswer {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: errorBody(error) };
    }
  }

  private create({ intent, purchase_units: [unit], payment_source: source }: NewOrder): GatewayAnswer {
    const { amount, custom_id: customId, invoice_id: invoiceId } = unit;
    const isWhole = !amount.value.includes('.');
    if (WITHOUT_DECIMALS.has(amount.currency_code) !== isWhole) throw new Refusal('DECIMAL_PRECISION');
    const order: Order = {
      id: paypalId(),
      intent,
      status: 'PAYER_ACTION_REQUIRED',
      amount,
      customId,
      invoiceId,
      returnUrl: source.paypal.experience_context.return_url,
      createTime: this.now(),
      version: 0,
      authorizations: [],
      captures: [],
      refunds: [],
    };
    this.orders.set(order.id, order);
    return { status: 201, body: this.shownOrder(order) };
  }

  private complete(order: Order, intent: Order['intent']): GatewayAnswer {
    if (order.intent !== intent) throw new Refusal('ACTION_DOES_NOT_MATCH_INTENT');
    const isDone = order.captures.length + order.authorizations.length > 0;
    if (isDone) throw new Refusal(`ORDER_ALREADY_${intent}D`);
    if (order.status !== 'APPROVED') throw new Refusal('ORDER_NOT_APPROVED');
    this.refuseAsTold(order);
    this.refusePaidInvoice(order);
    order.status = 'COMPLETED';
    order.version += 1;
    if (intent === 'CAPTURE') this.take(order, order.amount, { final_capture: true });
    else this.hold(order, order.amount);
    return { status: 201, body: this.shownOrder(order) };
  }

  private refuseAsTold(order: Order): void {
    const issue = this.declining.shift();
    if (issue === undefined) return;
    if (issue === 'INSTRUMENT_DECLINED') {
      order.version += 1;
      if (!this.keepsApproval) order.status = 'PAYER_ACTION_REQUIRED';
    }
    throw new Refusal(issue, 422, [{ href: approvalOf(order), rel: 'redirect', method: 'GET' }]);
  }

  private refusePaidInvoice({ invoiceId }: Order): void {
    const isPaid = [...this.orders.values()].some(
      (other) => other.invoiceId === invoiceId && other.status === 'COMPLETED',
    );
    if (isPaid && this.refusesPaidInvoices) throw new Refusal('DUPLICATE_INVOICE_ID');
  }

  private captureHeld(
    authorization: Authorization,
    body: { amount: Amount; final_capture: boolean; invoice_id: string },
  ): GatewayAnswer {
    const order = this.order(authorization.orderId);
    if (authorization.status === 'VOIDED') throw new Refusal('AUTHORIZATION_VOIDED');
    if (authorization.status === 'CAPTURED') throw new Refusal('AUTHORIZATION_ALREADY_CAPTURED');
    if (Date.parse(authorization.expiration_time) < this.clock()) throw new Refusal('AUTHORIZATION_EXPIRED');
    if (body.amount.currency_code !== order.amount.currency_code)
      throw new Refusal('AUTH_CAPTURE_CURRENCY_MISMATCH');
    const taken = total(order.captures) + unitsOf(body.amount);
    if (taken * 100 > unitsOf(order.amount) * 115) throw new Refusal('MAX_CAPTURE_AMOUNT_EXCEEDED');
    const capture = this.take(order, body.amount, {
      final_capture: body.final_capture,
      invoice_id: body.invoice_id,
      authorizationId: authorization.id,
    });
    const isOver = body.final_capture || taken >= unitsOf(order.amount);
    authorization.status = isOver ? 'CAPTURED' : 'PARTIALLY_CAPTURED';
    return { status: 201, body: this.shownCapture(capture) };
  }

  private reauthorize(authorization: Authorization, { amount }: { amount: Amount }): GatewayAnswer {
    if (authorization.status !== 'CREATED') throw new Refusal('AUTHORIZATION_ALREADY_CAPTURED');
    if (this.clock() - Date.parse(authorization.create_time) < 72 * HOUR_MS)
      throw new Refusal('REAUTHORIZATION_TOO_SOON');
    return {
      status: 201,
      body: this.shownAuthorization(this.hold(this.order(authorization.orderId), amount)),
    };
  }

  private void(authorization: Authorization): GatewayAnswer {
    if (authorization.status === 'VOIDED') throw new Refusal('PREVIOUSLY_VOIDED');
    if (authorization.status === 'CAPTURED') throw new Refusal('PREVIOUSLY_CAPTURED');
    authorization.status = 'VOIDED';
    this.announce('PAYMENT.AUTHORIZATION.VOIDED', 'authorization', this.shownAuthorization(authorization));
    return { status: 200, body: this.shownAuthorization(authorization) };
  }

  private hold(order: Order, amount: Amount): Authorization {
    const authorization = {
      id: paypalId(),
      orderId: order.id,
      status: 'CREATED',
      amount,
      custom_id: order.customId,
      invoice_id: order.invoiceId,
      create_time: this.now(),
      expiration_time: new Date(this.clock() + 29 * 24 * HOUR_MS).toISOString(),
    };
    order.authorizations.push(authorization);
    this.announce('PAYMENT.AUTHORIZATION.CREATED', 'authorization', this.shownAuthorization(authorization));
    return authorization;
  }

  private take(
    order: Order,
    amount: Amount,
    more: Pick<Capture, 'final_capture' | 'invoice_id' | 'authorizationId'>,
  ): Capture {
    const isPending = this.pendingCaptures > 0;
    if (isPending) this.pendingCaptures -= 1;
    const capture: Capture = {
      id: paypalId(),
      orderId: order.id,
      status: isPending ? 'PENDING' : 'COMPLETED',
      amount,
      custom_id: order.customId,
      create_time: this.now(),
      ...more,
      invoice_id: more.invoice_id ?? order.invoiceId,
    };
    order.captures.push(capture);
    if (!isPending) this.enter(capture, 'capture');
    this.announce(`PAYMENT.CAPTURE.${capture.status}`, 'capture', this.shownCapture(capture));
    return capture;
  }

  private refundOf(capture: Capture, amount: Amount, customId?: string): Refund {
    const order = this.order(capture.orderId);
    if (amount.currency_code !== capture.amount.currency_code)
      throw new Refusal('REFUND_CAPTURE_CURRENCY_MISMATCH');
    if (!['COMPLETED', 'PARTIALLY_REFUNDED'].includes(capture.status))
      throw new Refusal(
        capture.status === 'REFUNDED' ? 'CAPTURE_FULLY_REFUNDED' : 'CAPTURE_STATUS_NOT_VALID',
      );
    const gone = total(refundsOf(order, capture.id));
    if (gone + unitsOf(amount) > unitsOf(capture.amount)) throw new Refusal('REFUND_AMOUNT_EXCEEDED');
    const isPending = this.pendingRefunds > 0;
    if (isPending) this.pendingRefunds -= 1;
    const refund: Refund = {
      id: paypalId(),
      orderId: order.id,
      captureId: capture.id,
      status: isPending ? 'PENDING' : 'COMPLETED',
      amount,
      custom_id: customId,
      create_time: this.now(),
    };
    order.refunds.push(refund);
    if (!isPending) this.enter(refund, 'refund');
    this.restand(order, capture.id);
    this.announce('PAYMENT.CAPTURE.REFUNDED', 'refund', this.shownRefund(refund));
    return refund;
  }

  private restand(order: Order, captureId: string): void {
    const capture = this.capture(captureId);
    const gone = total(refundsOf(order, captureId));
    if (gone === 0) capture.status = 'COMPLETED';
    else capture.status = gone === unitsOf(capture.amount) ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  }

  private enter({ orderId, amount }: Movement, kind: 'capture' | 'refund'): void {
    const units = unitsOf(amount) * (kind === 'capture' ? 1 : -1);
    this.books.enter({ charge: orderId, kind, currency: amount.currency_code, amount: units, fee: 0 });
  }

  private announce(type: string, resourceType: string, resource: object): void {
    this.outbox.put(this.webhook(type, resourceType, resource));
  }

  private shownOrder(order: Order): object {
    const { authorizations, captures, refunds } = order;
    const payments = {
      ...(authorizations.length > 0 && {
        authorizations: authorizations.map((one) => this.shownAuthorization(one)),
      }),
      ...(captures.length > 0 && { captures: captures.map((one) => this.shownCapture(one)) }),
      ...(refunds.length > 0 && { refunds: refunds.map((one) => this.shownRefund(one)) }),
    };
    const isOpen = order.status === 'PAYER_ACTION_REQUIRED';
    return {
      id: order.id,
      intent: order.intent,
      status: order.status,
      payment_source: { paypal: {} },
      purchase_units: [
        {
          reference_id: 'default',
          amount: order.amount,
          custom_id: order.customId,
          invoice_id: order.invoiceId,
          ...(Object.keys(payments).length > 0 && { payments }),
        },
      ],
      create_time: order.createTime,
      update_time: new Date(Date.parse(order.createTime) + order.version * 1000)
        .toISOString()
        .replace(/\.\d+/, ''),
      links: [
        this.link(`/v2/checkout/orders/${order.id}`, 'self'),
        ...(isOpen ? [{ href: approvalOf(order), rel: 'payer-action', method: 'GET' }] : []),
      ],
    };
  }

  private shownAuthorization({ orderId, ...authorization }: Authorization): object {
    return {
      ...authorization,
      ...relatedTo(orderId),
      links: [
        this.link(`/v2/payments/authorizations/${authorization.id}`, 'self'),
        this.link(`/v2/checkout/orders/${orderId}`, 'up'),
      ],
    };
  }

  private shownCapture({ orderId, authorizationId, ...capture }: Capture): object {
    const up =
      authorizationId === undefined
        ? `/v2/checkout/orders/${orderId}`
        : `/v2/payments/authorizations/${authorizationId}`;
    return {
      ...capture,
      ...(capture.status === 'PENDING' && { status_details: { reason: 'PENDING_REVIEW' } }),
      ...relatedTo(orderId),
      links: [
        this.link(`/v2/payments/captures/${capture.id}`, 'self'),
        this.link(`/v2/payments/captures/${capture.id}/refund`, 'refund'),
        this.link(up, 'up'),
      ],
    };
  }

  private shownRefund({ orderId: _orderId, captureId, ...refund }: Refund): object {
    return {
      ...refund,
      links: [
        this.link(`/v2/payments/refunds/${refund.id}`, 'self'),
        this.link(`/v2/payments/captures/${captureId}`, 'up'),
      ],
    };
  }

  private link(path: string, rel: string): object {
    return { href: `${this.base}${path}`, rel, method: rel === 'refund' ? 'POST' : 'GET' };
  }

  private order(id: string): Order {
    return found(this.orders.get(id));
  }

  private authorization = (id: string): Authorization =>
    this.among(id, ({ authorizations }) => authorizations);
  private capture = (id: string): Capture => this.among(id, ({ captures }) => captures);
  private refund = (id: string): Refund => this.among(id, ({ refunds }) => refunds);

  private among<T extends Movement>(id: string, of: (order: Order) => readonly T[]): T {
    return found([...this.orders.values()].flatMap(of).find((movement) => movement.id === id));
  }

  private clock(): number {
    return Date.now() + this.aheadMs;
  }

  private now(): string {
    return new Date(this.clock()).toISOString();
  }
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

const paypalId = (): string =>
  createHash('sha256').update(randomBytes(8)).digest('hex').slice(0, 17).toUpperCase();

const approvalOf = ({ id }: Order): string => `${APPROVAL_HOST}/checkoutnow?token=${id}`;

const relatedTo = (orderId: string): object => ({
  supplementary_data: { related_ids: { order_id: orderId } },
});

/** In the smallest unit that PayPal knows of the currency. */
export const unitsOf = ({ value }: Amount): number => Number(value.replace('.', ''));

const total = (movements: readonly Movement[]): number =>
  movements
    .filter(({ status }) => status !== 'DECLINED' && status !== 'FAILED')
    .reduce((all, { amount }) => all + unitsOf(amount), 0);

const refundsOf = ({ refunds }: Order, captureId: string): Refund[] =>
  refunds.filter((refund) => refund.captureId === captureId);

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Refusal('INVALID_RESOURCE_ID', 404);
  return value;
}

const NAMES: Readonly<Record<number, string>> = {
  400: 'INVALID_REQUEST',
  404: 'RESOURCE_NOT_FOUND',
  422: 'UNPROCESSABLE_ENTITY',
};

const errorBody = ({ issue, status, links }: Refusal): object => ({
  name: NAMES[status],
  message:
    'The requested action could not be performed, semantically incorrect, or failed business validation.',
  debug_id: hex(6),
  details: [{ issue, description: `${issue}.` }],
  links,
});
