import { Column, Entity } from 'typeorm';
import { VersionedRow } from '../../common/database/base.entity.js';

/** A shipping method that shoppers choose by its name. Its rates have the prices. */
@Entity('shipping_methods')
export class ShippingMethod extends VersionedRow {
  @Column('text')
  name: string;
}
