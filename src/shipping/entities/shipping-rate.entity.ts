import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a method costs in one country from an order value upwards, in minor units of its currency. */
@Entity('shipping_rates')
export class ShippingRate {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  methodId: string;

  /** ISO 3166-1 alpha-2 code, or `*` for every country in which the method has no rate of its own. */
  @Column('text')
  country: string;

  @Column('text')
  currency: string;

  @Column('bigint', { default: 0 })
  minSubtotal: number;

  @Column('bigint')
  price: number;
}
