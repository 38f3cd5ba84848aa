import { Column, Entity } from 'typeorm';
import type { Address } from '../../common/address/address.js';
import { VersionedRow } from '../../common/database/base.entity.js';
import { uuidv4 } from '../../common/database/ids.js';

/** `merged`: the items of a guest's cart went to the customer who claimed it. */
export type CartStatus = 'open' | 'ordered' | 'merged';

@Entity('carts')
export class Cart extends VersionedRow {
  /** Random, because everyone who knows the id of a guest's cart may use it. */
  override id: string = uuidv4();

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

  @Column('jsonb', { nullable: true })
  billingAddress: Address | null;

  @Column('uuid', { nullable: true })
  shippingMethodId: string | null;

  /** A merge keeps the newer details. */
  @Column('timestamptz', { nullable: true })
  detailsAt: Date | null;
}
