import { Column, Entity } from 'typeorm';
import type { Address } from '../../common/address/address.js';
import { VersionedRow } from '../../common/database/base.entity.js';
import { uuidv4 } from '../../common/database/ids.js';

/** `merged`: a guest's cart whose items went to the cart of the customer who claimed it. */
export type CartStatus = 'open' | 'ordered' | 'merged';

/** What a shopper is about to buy. It stores no promise: prices and stock are read again each time. */
@Entity('carts')
export class Cart extends VersionedRow {
  /** Random, because everyone who knows the id of a guest's cart may use it. */
  override id: string = uuidv4();

  /** The account that owns it; null for a guest's cart. */
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

  /** When the e-mail address, addresses or method last changed: a merge keeps the newer ones. */
  @Column('timestamptz', { nullable: true })
  detailsAt: Date | null;
}
