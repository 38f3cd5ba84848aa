import { Column, Entity } from 'typeorm';
import { VersionedRow } from '../../common/database/base.entity.js';

@Entity('tax_rates')
export class TaxRate extends VersionedRow {
  @Column('text')
  name: string;

  @Column('text')
  country: string;

  /** In capitals, as addresses spell it (`NY`); null for the whole country. */
  @Column('text', { nullable: true })
  region: string | null;

  @Column('integer')
  millionths: number;
}
