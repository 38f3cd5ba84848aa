import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { uuidv7 } from '../../common/database/ids.js';

/** What was bought of one variant, with name, price and tax as they were then. Amounts are minor units. */
@Entity('order_lines')
export class OrderLine {
  @PrimaryColumn('uuid')
  id: string = uuidv7();

  @Column('uuid')
  orderId: string;

  @ManyToOne('Order', 'lines')
  @JoinColumn({ name: 'order_id' })
  order?: unknown;

  @Column('integer')
  position: number;

  @Column('uuid')
  variantId: string;

  @Column('text')
  sku: string;

  @Column('text')
  title: string;

  @Column('integer')
  quantity: number;

  /** Units that have been sent. */
  @Column('integer', { default: 0 })
  fulfilledQuantity: number = 0;

  /** Units that were taken out of the order while the rest of it goes on; they are back on the shelf. */
  @Column('integer', { default: 0 })
  canceledQuantity: number = 0;

  @Column('bigint')
  unitPrice: number;

  @Column('bigint')
  subtotal: number;

  @Column('bigint')
  discount: number;

  /** Added to the price. */
  @Column('bigint')
  tax: number;

  /** The tax rate that was applied: 190,000 is 19 %. */
  @Column('integer')
  taxMillionths: number;

  /** Subtotal less discount, before tax. */
  @Column('bigint')
  total: number;

  /** Units that may still be sent or canceled. */
  get remainingQuantity(): number {
    return this.quantity - this.fulfilledQuantity - this.canceledQuantity;
  }
}
