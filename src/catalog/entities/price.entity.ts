import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a variant costs in one currency, in minor units. */
@Entity('prices')
export class Price {
  @PrimaryColumn('uuid')
  variantId: string;

  @PrimaryColumn('text')
  currency: string;

  @Column('bigint')
  amount: number;

  /** The price that it is shown against, struck through. */
  @Column('bigint', { nullable: true })
  compareAt: number | null;
}
