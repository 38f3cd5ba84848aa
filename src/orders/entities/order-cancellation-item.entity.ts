import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';

@Entity('order_cancellation_items')
export class OrderCancellationItem {
  @PrimaryColumn('uuid')
  cancellationId: string;

  @ManyToOne('OrderCancellation', 'items')
  @JoinColumn({ name: 'cancellation_id' })
  cancellation?: unknown;

  @PrimaryColumn('uuid')
  orderLineId: string;

  @Column('integer')
  quantity: number;

  @Column('bigint')
  subtotal: number;

  @Column('bigint')
  discount: number;

  @Column('bigint')
  tax: number;
}
