import { Column, Entity } from 'typeorm';
import { VersionedRow } from '../../common/database/base.entity.js';

/** A way to send goods that shoppers choose by its name. What it costs stands in its rates. */
@Entity('shipping_methods')
export class ShippingMethod extends VersionedRow {
  @Column('text')
  name: string;
}
