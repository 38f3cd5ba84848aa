import { Column, Entity } from 'typeorm';
import { BaseRow } from '../../common/database/base.entity.js';

/** One variant in a cart, with its names and price as they were when it was last added. */
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

  /** Minor units of the cart's currency. */
  @Column('bigint')
  unitPrice: number;

  @Column('integer')
  quantity: number;
}
