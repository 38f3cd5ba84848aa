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

/** Why an unpaid order is to end: a person asked, or its time ran out. */
export type CloseReason = 'canceled' | 'expired';

/** What was bought, at the price agreed. Amounts are minor units of `currency`, frozen when the order was made. */
@Entity('orders')
export class Order extends VersionedRow implements OrderState {
  /** For people: on paper, on the phone. It opens nothing. */
  @Column('text', { default: () => `(nextval('order_numbers'))::text` })
  number: string;

  @Column('uuid')
  cartId: string;

  /** Null for a guest. */
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

  /** The part of `tax` that falls on shipping. */
  @Column('bigint')
  shippingTax: number;

  @Column('bigint')
  tax: number;

  @Column('bigint')
  total: number;

  /** What of `total` is no longer to be paid, since items were canceled. */
  @Column('bigint', { default: 0 })
  canceledAmount: number = 0;

  @Column('json')
  shippingAddress: Address;

  @Column('json')
  billingAddress: Address;

  @Column('uuid')
  shippingMethodId: string;

  @Column('text')
  shippingMethodName: string;

  /** Where a guest or customer ordered from, as limits count clients; null once it no longer waits for its first payment. */
  @Column('text', { nullable: true })
  clientNetwork: string | null = null;

  /** Until then the order waits for a payment, the first or another one, and holds its stock. */
  @Column('timestamptz')
  expiresAt: Date;

  /** Set while the order is to be closed and the payment provider has not confirmed yet. */
  @Column('timestamptz', { nullable: true })
  closeRequestedAt: Date | null = null;

  @Column('text', { nullable: true })
  closeReason: CloseReason | null = null;

  /** The cart in which its shopper went on after a payment had failed. For a guest it is a secret. */
  @Column('uuid', { nullable: true })
  reopenedCartId: string | null = null;

  @Column('timestamptz', { nullable: true })
  placedAt: Date | null = null;

  /** When personal data was taken out of it, since it came to nothing. */
  @Column('timestamptz', { nullable: true })
  forgottenAt: Date | null = null;

  /** In their order in the cart. */
  @OneToMany('OrderLine', 'order')
  lines: OrderLine[];

  /** With what follows they are read apart, a statement for each table. */
  fulfillments: Fulfillment[];

  cancellations: OrderCancellation[];

  events?: OrderEvent[];

  get awaitsPayment(): boolean {
    return this.hearsOfAttempts && this.due > 0;
  }

  /** How an attempt to pay it ends matters, also when nothing is due by then. */
  get hearsOfAttempts(): boolean {
    return awaitsPayment(this);
  }

  get isPayable(): boolean {
    return this.awaitsPayment && this.closeRequestedAt === null;
  }

  get isPaymentUnderWay(): boolean {
    return isPaymentUnderWay(this.paymentStatus);
  }

  /** What is to be paid, canceled items left out. */
  get due(): number {
    return this.total - this.canceledAmount;
  }

  /** Nothing of it will be sent any more. */
  get isOff(): boolean {
    return this.status === 'canceled' || this.status === 'expired';
  }

  money(amount: number): Money {
    return money(amount, this.currency);
  }
}
