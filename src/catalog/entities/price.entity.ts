import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a variant costs in one currency, in minor units. What holds at a moment, `current_prices` tells. */
@Entity('prices')
export class Price {
  @PrimaryColumn('uuid')
  variantId: string;

  @PrimaryColumn('text')
  currency: string;

  /** While there is no sale. */
  @Column('bigint')
  amount: number;

  /** The price that it is shown against, struck through; during a sale that is `amount`. */
  @Column('bigint', { nullable: true })
  compareAt: number | null;

  /** Below `amount`; null when no sale is planned. */
  @Column('bigint', { nullable: true })
  saleAmount: number | null;

  /** When the sale begins; null when it always has. */
  @Column('timestamptz', { nullable: true })
  saleStartsAt: Date | null;

  /** When it is over; null when it never is. */
  @Column('timestamptz', { nullable: true })
  saleEndsAt: Date | null;
}
