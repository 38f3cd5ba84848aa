import { Column, Entity, OneToMany, PrimaryColumn } from 'typeorm';
import type { FulfillmentItem } from './fulfillment-item.entity.js';

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
