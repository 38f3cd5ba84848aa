import { Column, Entity } from 'typeorm';
import { BaseRow } from '../../common/database/base.entity.js';

/** Keeps title and price from when it was last added. */
@Entity('cart_items')
export class CartItem extends BaseRow {
  @Column('uuid')
  cartId: string;

  @Column('uuid')
  variantId: string;

  @Column('text')
  sku: string;

  @Column('text')
  title: string;

  @Column('bigint')
  unitPrice: number;

  @Column('integer')
  quantity: number;
}
