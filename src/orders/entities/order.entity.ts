import { Column, Entity, OneToMany } from 'typeorm';
import type { Address } from '../../common/address/address.js';
import { VersionedRow } from '../../common/database/base.entity.js';
import { money, type Money } from '../../common/money/money.js';
import {
  awaitsPayment,
  type FulfillmentStatus,
  isPaymentUnderWay,
  type OrderPaymentStatus,
  type OrderState,
  type OrderStatus,
} from '../order-transitions.js';
import type { Fulfillment } from './fulfillment.entity.js';
import type { OrderCancellation } from './order-cancellation.entity.js';
import type { OrderEvent } from './order-event.entity.js';
import type { OrderLine } from './order-line.entity.js';

/** A person asked, or its time ran out. */
export type CloseReason = 'canceled' | 'expired';

/** Amounts are minor units of `currency`, frozen when the order was created. */
@Entity('orders')
export class Order extends VersionedRow implements OrderState {
  /** For people: on paper, on the phone. It opens nothing. */
  @Column('text', { default: () => `(nextval('order_numbers'))::text` })
  number: string;

  @Column('uuid')
  cartId: string;

  @Column('uuid', { nullable: true })
  customerId: string | null;

  @Column('text')
  email: string;

  @Column('text')
  currency: string;

  @Column('text', { default: 'pending_payment' })
  status: OrderStatus = 'pending_payment';

  @Column('text', { default: 'none' })
  paymentStatus: OrderPaymentStatus = 'none';

  @Column('text', { default: 'unfulfilled' })
  fulfillmentStatus: FulfillmentStatus = 'unfulfilled';

  @Column('bigint')
  subtotal: number;

  @Column('bigint')
  discount: number;

  @Column('bigint')
  shipping: number;

  @Column('bigint')
  shippingTax: number;

  @Column('bigint')
  tax: number;

  @Column('bigint')
  total: number;

  @Column('bigint', { default: 0 })
  canceledAmount: number = 0;

  /** What its payments hold or took for it; the database counts it when they commit. */
  @Column('bigint', { default: 0 })
  securedAmount: number = 0;

  @Column('json')
  shippingAddress: Address;

  @Column('json')
  billingAddress: Address;

  @Column('uuid')
  shippingMethodId: string;

  @Column('text')
  shippingMethodName: string;

  /** The client's network, as limits count it; null once the order no longer waits for its first payment. */
  @Column('text', { nullable: true })
  clientNetwork: string | null = null;

  /** Until then the order waits for a payment, first or repeated, and holds its stock. */
  @Column('timestamptz')
  expiresAt: Date;

  /** Set while the order should close, but the payment provider has not yet confirmed. */
  @Column('timestamptz', { nullable: true })
  closeRequestedAt: Date | null = null;

  @Column('text', { nullable: true })
  closeReason: CloseReason | null = null;

  /** The cart in which its shopper went on. A guest's is a secret. */
  @Column('uuid', { nullable: true })
  reopenedCartId: string | null = null;

  @Column('timestamptz', { nullable: true })
  placedAt: Date | null = null;

  @Column('timestamptz', { nullable: true })
  forgottenAt: Date | null = null;

  @OneToMany('OrderLine', 'order')
  lines: OrderLine[];

  fulfillments: Fulfillment[];

  cancellations: OrderCancellation[];

  events?: OrderEvent[];

  get awaitsPayment(): boolean {
    return this.due > 0;
  }

  /** The outcome of a payment attempt matters, even if nothing is due by then. */
  get hearsOfAttempts(): boolean {
    return awaitsPayment(this);
  }

  get isPayable(): boolean {
    return this.awaitsPayment && this.closeRequestedAt === null;
  }

  get isPaymentUnderWay(): boolean {
    return isPaymentUnderWay(this.paymentStatus);
  }

  /** The total without canceled items. */
  get price(): number {
    return this.total - this.canceledAmount;
  }

  /** What the next payment is to bring; 0 once no more is awaited. */
  get due(): number {
    return this.hearsOfAttempts ? Math.max(0, this.price - this.securedAmount) : 0;
  }

  get isOff(): boolean {
    return this.status === 'canceled' || this.status === 'expired';
  }

  money(amount: number): Money {
    return money(amount, this.currency);
  }
}
