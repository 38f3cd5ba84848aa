import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Price of a variant in one currency, in minor units. The view `current_prices` applies sales. */
@Entity('prices')
export class Price {
  @PrimaryColumn('uuid')
  variantId: string;

  @PrimaryColumn('text')
  currency: string;

  @Column('bigint')
  amount: number;

  /** Price to show struck through; during a sale `amount` takes its place. */
  @Column('bigint', { nullable: true })
  compareAt: number | null;

  /** Below `amount`; null without a sale. */
  @Column('bigint', { nullable: true })
  saleAmount: number | null;

  @Column('timestamptz', { nullable: true })
  saleStartsAt: Date | null;

  @Column('timestamptz', { nullable: true })
  saleEndsAt: Date | null;
}
