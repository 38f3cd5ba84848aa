import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';

@Entity('fulfillment_items')
export class FulfillmentItem {
  @PrimaryColumn('uuid')
  fulfillmentId: string;

  @ManyToOne('Fulfillment', 'items')
  @JoinColumn({ name: 'fulfillment_id' })
  fulfillment?: unknown;

  @PrimaryColumn('uuid')
  orderLineId: string;

  @Column('integer')
  quantity: number;
}
