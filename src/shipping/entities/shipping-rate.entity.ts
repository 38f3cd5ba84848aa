import { Column, Entity, PrimaryColumn } from 'typeorm';

/** In minor units of its currency, from this value of the goods. */
@Entity('shipping_rates')
export class ShippingRate {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  methodId: string;

  /** ISO 3166-1 alpha-2 code, or `*` for each country without its own rate of this method. */
  @Column('text')
  country: string;

  @Column('text')
  currency: string;

  @Column('bigint', { default: 0 })
  minSubtotal: number;

  @Column('bigint')
  price: number;
}
