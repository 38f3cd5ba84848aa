import { Column, Entity, OneToMany, PrimaryColumn } from 'typeorm';
import type { FulfillmentItem } from './fulfillment-item.entity.js';

/** Goods of an order that were sent together. */
@Entity('fulfillments')
export class Fulfillment {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  orderId: string;

  @Column('text', { nullable: true })
  trackingNumber: string | null;

  @Column('text', { nullable: true })
  carrier: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt: Date;

  @OneToMany('FulfillmentItem', 'fulfillment')
  items: FulfillmentItem[];
}
