import { Column, Entity } from 'typeorm';
import { VersionedRow } from '../../common/database/base.entity.js';

@Entity('shipping_methods')
export class ShippingMethod extends VersionedRow {
  @Column('text')
  name: string;
}
