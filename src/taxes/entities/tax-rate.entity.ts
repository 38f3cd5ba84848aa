import { Column, Entity } from 'typeorm';
import { VersionedRow } from '../../common/database/base.entity.js';

/** The tax of a country, or of one of its regions; added to the price. */
@Entity('tax_rates')
export class TaxRate extends VersionedRow {
  @Column('text')
  name: string;

  /** ISO 3166-1 alpha-2 code. */
  @Column('text')
  country: string;

  /** In capitals, as addresses spell it (`NY`); null for the whole country. */
  @Column('text', { nullable: true })
  region: string | null;

  /** 88,750 is 8.875 %. */
  @Column('integer')
  millionths: number;
}
