import { Column, Entity, OneToMany, PrimaryColumn } from 'typeorm';
import type { OrderCancellationItem } from './order-cancellation-item.entity.js';

/** Rows are only ever added. */
@Entity('order_cancellations')
export class OrderCancellation {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  orderId: string;

  /** The sum of its items, in minor units. */
  @Column('bigint')
  amount: number;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt: Date;

  @OneToMany('OrderCancellationItem', 'cancellation')
  items: OrderCancellationItem[];
}
