import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FulfillmentStatus, OrderPaymentStatus, OrderStatus } from '../order-transitions.js';

export type OrderEventType =
  | 'created'
  | 'payment_changed'
  | 'placed'
  | 'authorization_lost'
  | 'payment_confirmed'
  | 'payment_rejected'
  | 'close_requested'
  | 'items_canceled'
  | 'canceled'
  | 'expired'
  | 'fulfilled'
  | 'completed';

export type ActorKind = 'shopper' | 'staff' | 'system';

/** Rows are only ever added. */
@Entity('order_events')
export class OrderEvent {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  orderId: string;

  @Column('integer')
  version: number;

  @Column('text')
  type: OrderEventType;

  @Column('text')
  status: OrderStatus;

  @Column('text')
  paymentStatus: OrderPaymentStatus;

  @Column('text')
  fulfillmentStatus: FulfillmentStatus;

  @Column('text')
  actor: ActorKind;

  /** Null for guests and for the shop itself. */
  @Column('uuid', { nullable: true })
  actorId: string | null;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  occurredAt: Date;
}
