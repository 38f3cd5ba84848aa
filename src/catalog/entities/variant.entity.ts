import { Column, Entity } from 'typeorm';
import { VersionedRow } from '../../common/database/base.entity.js';

/** The value that a variant has for each option of its product. */
export type OptionValues = Readonly<Record<string, string>>;

/** What is bought; carries the SKU. */
@Entity('variants')
export class Variant extends VersionedRow {
  @Column('uuid')
  productId: string;

  @Column('integer')
  position: number;

  /** The merchant's stock code, unique in the shop. */
  @Column('text')
  sku: string;

  /** The option values in the product's order: `Blue / M`. */
  @Column('text')
  title: string;

  @Column('jsonb')
  options: OptionValues;

  /** Whether inventory had units when it last told. */
  @Column('boolean')
  available: boolean;
}
