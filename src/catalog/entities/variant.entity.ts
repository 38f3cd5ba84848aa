import { Column, Entity } from 'typeorm';
import { VersionedRow } from '../../common/database/base.entity.js';

/** One value for each option of the product. */
export type OptionValues = Readonly<Record<string, string>>;

/** A variant, which is what shoppers buy; it has the SKU. */
@Entity('variants')
export class Variant extends VersionedRow {
  @Column('uuid')
  productId: string;

  @Column('integer')
  position: number;

  /** Stock code, unique in the shop. */
  @Column('text')
  sku: string;

  /** Option values in the product's order: `Blue / M`. */
  @Column('text')
  title: string;

  @Column('jsonb')
  options: OptionValues;

  /** Whether inventory last reported units. */
  @Column('boolean')
  available: boolean;
}
