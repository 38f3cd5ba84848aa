import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { uuidv7 } from '../../common/database/ids.js';

/** Title, price and tax are those of the order's time. Amounts are minor units. */
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

  @Column('integer', { default: 0 })
  fulfilledQuantity: number = 0;

  /** They are back in stock. */
  @Column('integer', { default: 0 })
  canceledQuantity: number = 0;

  @Column('bigint')
  unitPrice: number;

  @Column('bigint')
  subtotal: number;

  @Column('bigint')
  discount: number;

  @Column('bigint')
  tax: number;

  /** 190,000 is 19 %. */
  @Column('integer')
  taxMillionths: number;

  /** Subtotal minus discount, before tax. */
  @Column('bigint')
  total: number;

  /** Units that may still be sent or canceled. */
  get remainingQuantity(): number {
    return this.quantity - this.fulfilledQuantity - this.canceledQuantity;
  }
}
