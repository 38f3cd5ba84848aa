import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';

/** Units of an order line that were sent with a fulfillment. */
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
