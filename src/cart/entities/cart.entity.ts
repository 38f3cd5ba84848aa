import { Column, Entity } from 'typeorm';
import type { Address } from '../../common/address/address.js';
import { VersionedRow } from '../../common/database/base.entity.js';
import { uuidv4 } from '../../common/database/ids.js';

/** `merged`: a guest's cart whose lines went to the cart of the customer who claimed it. */
export type CartStatus = 'open' | 'ordered' | 'merged';

/** What a shopper is about to buy. Nothing of it is promised: prices and stock are asked for on each read. */
@Entity('carts')
export class Cart extends VersionedRow {
  /** Random, since whoever knows the id of a guest's cart may use it. */
  override id: string = uuidv4();

  /** The account that it belongs to; null for a guest's. */
  @Column('uuid', { nullable: true })
  customerId: string | null;

  @Column('text', { default: 'open' })
  status: CartStatus;

  @Column('text')
  currency: string;

  @Column('text', { nullable: true })
  email: string | null;

  @Column('jsonb', { nullable: true })
  shippingAddress: Address | null;

  /** Null means the shipping address. */
  @Column('jsonb', { nullable: true })
  billingAddress: Address | null;

  @Column('uuid', { nullable: true })
  shippingMethodId: string | null;

  /** When e-mail, addresses or method last changed: of two carts that become one, the newer ones count. */
  @Column('timestamptz', { nullable: true })
  detailsAt: Date | null;
}
