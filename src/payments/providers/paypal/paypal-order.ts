import type { Money } from '../../../common/money/money.js';
import { failure } from '../failures.js';
import { type Fields, fieldsOf, listOf, textOf } from '../fields.js';
import type {
  ChargeStatus,
  Failure,
  NextAction,
  ProviderCharge,
  ProviderMovement,
} from '../payment-provider.js';
import { linkOf, needed } from './answer-fields.js';
import { fromPaypal } from './paypal-amounts.js';
import { operationIn, type RefundPart } from './paypal-keys.js';

type Payments = Readonly<Record<'authorizations' | 'captures' | 'refunds', readonly Fields[]>>;

interface Standing {
  readonly status: ChargeStatus;
  readonly isApproved?: boolean;
  readonly failure?: Failure;
}

const DONE = new Set(['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED']);
const LOST = new Set(['DECLINED', 'FAILED', 'DENIED', 'CANCELLED']);
const HELD = new Set(['CREATED', 'PARTIALLY_CAPTURED']);

/** An order as PayPal shows it, with what was taken and given back. */
export class PaypalOrder {
  readonly id: string;
  readonly intent: string;
  readonly total: Money;
  readonly payments: Payments;
  private readonly unit: Fields;

  /** Throws when anything is missing that money depends on. */
  constructor(private readonly body: Fields) {
    this.id = needed(body, 'id');
    this.intent = needed(body, 'intent');
    const [unit, second] = listOf(body['purchase_units']);
    if (!unit || second) throw new Error('The PayPal order has not one purchase unit');
    this.unit = unit;
    this.total = fromPaypal(unit['amount']);
    const payments = fieldsOf(unit['payments']);
    this.payments = {
      authorizations: listOf(payments['authorizations']).toSorted(byAge),
      captures: listOf(payments['captures']).toSorted(byAge),
      refunds: listOf(payments['refunds']).toSorted(byAge),
    };
  }

  get isAuthorization(): boolean {
    return this.intent === 'AUTHORIZE';
  }

  /** Changes whenever the buyer, or an attempt to take the money, changes the order. */
  get version(): string {
    return textOf(this.body['update_time']) ?? '';
  }

  /** A renewed authorization has a new id, and takes the place of the one before. */
  get authorization(): Fields | undefined {
    return this.payments.authorizations.at(-1);
  }

  /** Still held. */
  get isHeld(): boolean {
    const { authorization } = this;
    return authorization !== undefined && HELD.has(statusOf(authorization)) && !hasLapsed(authorization);
  }

  get isApproved(): boolean {
    return this.standing.isApproved === true;
  }

  /** Minor units captured or being captured. */
  get captured(): number {
    return sumOf(this.payments.captures.filter((capture) => !LOST.has(statusOf(capture))));
  }

  toCharge(changes: Partial<ProviderCharge> = {}): ProviderCharge {
    const { status, isApproved, failure: reason } = this.standing;
    return {
      reference: this.id,
      key: textOf(this.unit['custom_id']),
      status,
      amount: this.total,
      isApproved,
      failure: reason,
      nextAction: status === 'requires_action' ? this.nextAction : undefined,
      captures: this.payments.captures.map((capture) => movementOf(capture, operationOf(capture))),
      refunds: this.refunds(),
      ...changes,
    };
  }

  private get nextAction(): NextAction | undefined {
    const redirectUrl = linkOf(this.body, 'payer-action', 'approve', 'redirect');
    return redirectUrl === undefined ? undefined : { type: 'redirect', redirectUrl };
  }

  private get standing(): Standing {
    if (this.authorization) return this.authorizedStanding(this.authorization);
    const capture = this.payments.captures.at(-1);
    if (capture) return capturedStanding(statusOf(capture));
    switch (needed(this.body, 'status')) {
      case 'CREATED':
      case 'SAVED':
      case 'PAYER_ACTION_REQUIRED':
        return { status: 'requires_action' };
      case 'APPROVED':
        return { status: 'requires_action', isApproved: true };
      case 'VOIDED':
        return { status: 'canceled', failure: failure('payment_expired') };
      default:
        throw new Error(`The PayPal order ${this.id} is complete and shows no payment`);
    }
  }

  private authorizedStanding(authorization: Fields): Standing {
    const status = statusOf(authorization);
    const isPending = this.payments.captures.some((capture) => statusOf(capture) === 'PENDING');
    if (status === 'PENDING') return { status: 'processing' };
    if (this.isHeld || isPending) return { status: 'authorized' };
    const hasMoney = this.payments.captures.some((capture) => DONE.has(statusOf(capture)));
    if (status === 'DENIED') return { status: 'failed', failure: failure('declined') };
    if (status === 'CAPTURED' && hasMoney) return { status: 'succeeded' };
    const reason = failure(status === 'VOIDED' ? 'authorization_voided' : 'authorization_expired');
    return { status: hasMoney ? 'succeeded' : 'canceled', failure: reason };
  }

  /** The charge after PayPal refused to go on with a refund. Undefined when it had done nothing of it. */
  afterRefusedRefund(key: string): ProviderCharge | undefined {
    const isBegun = this.payments.refunds.some((refund) => operationIn(refund['custom_id'])?.key === key);
    return isBegun ? this.toCharge({ refunds: this.refunds(key) }) : undefined;
  }

  /** An operation that took several refunds is one movement, as the shop asked for it. */
  private refunds(refusedKey?: string): ProviderMovement[] {
    const byHand: ProviderMovement[] = [];
    const operations = new Map<string, { readonly part: RefundPart; readonly own: Fields[] }>();
    for (const refund of this.payments.refunds) {
      const part = operationIn(refund['custom_id']);
      if (!part) byHand.push(movementOf(refund, undefined));
      else if (operations.has(part.key)) operations.get(part.key)!.own.push(refund);
      else operations.set(part.key, { part, own: [refund] });
    }
    const merged = [...operations.values()].flatMap(({ part, own }) =>
      merge(part, own, part.key === refusedKey),
    );
    return [...byHand, ...merged];
  }
}

/** Its key is shown once all of it was asked for: until then, asking again goes on with it. */
function merge(
  { key, total }: RefundPart,
  refunds: readonly Fields[],
  isRefused: boolean,
): ProviderMovement[] {
  const reference = needed(refunds[0]!, 'id');
  const statuses = refunds.map((refund) => movementOf(refund, undefined).status);
  const isWhole = sumOf(refunds) === total;
  if ((!isWhole && !isRefused) || statuses.includes('pending'))
    return [{ reference, key: isWhole ? key : undefined, amount: total, status: 'pending' }];
  if (isWhole && !statuses.includes('failed'))
    return [{ reference, key, amount: total, status: 'succeeded' }];
  // What came through stands for itself, and the operation has failed.
  const done = refunds.filter((refund) => !isLost(refund)).map((refund) => movementOf(refund, undefined));
  const lost = refunds.find(isLost);
  return [...done, { reference: lost ? needed(lost, 'id') : key, key, amount: total, status: 'failed' }];
}

export const statusOf = (fields: Fields): string => needed(fields, 'status');

export const isLost = (movement: Fields): boolean => LOST.has(statusOf(movement));

export const sumOf = (movements: readonly Fields[]): number =>
  movements.reduce((all, { amount }) => all + fromPaypal(amount).amount, 0);

function capturedStanding(status: string): Standing {
  if (DONE.has(status)) return { status: 'succeeded' };
  return LOST.has(status) ? { status: 'failed', failure: failure('declined') } : { status: 'processing' };
}

function hasLapsed(authorization: Fields): boolean {
  const ends = Date.parse(textOf(authorization['expiration_time']) ?? '');
  return Number.isFinite(ends) && ends < Date.now();
}

function movementOf(movement: Fields, key: string | undefined): ProviderMovement {
  const status = statusOf(movement);
  return {
    reference: needed(movement, 'id'),
    key,
    amount: fromPaypal(movement['amount']).amount,
    status: DONE.has(status) ? 'succeeded' : LOST.has(status) ? 'failed' : 'pending',
  };
}

/** Captures of an authorization carry our key as their invoice id. */
const operationOf = (capture: Fields): string | undefined => {
  const invoice = textOf(capture['invoice_id']);
  return invoice !== undefined && UUID.test(invoice) ? invoice : undefined;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function byAge(one: Fields, other: Fields): number {
  const [first, second] = [one, other].map((fields) => Date.parse(textOf(fields['create_time']) ?? ''));
  return (first || 0) - (second || 0);
}
