import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from '../../common/money/money.dto.js';
import { money } from '../../common/money/money.js';
import type { MethodWithRates, RateRow } from '../shipping-methods.repository.js';

export class ShippingRateResponse {
  /** ISO 3166-1 alpha-2 code, or `*` for the rest of the world. */
  @ApiProperty({ example: 'US' })
  country: string;

  /** Price for the shopper, before tax. */
  price: MoneyDto;

  /** The rate applies from this value of the goods. */
  minSubtotal: MoneyDto;

  static from(rate: RateRow): ShippingRateResponse {
    return {
      country: rate.country,
      price: money(rate.price, rate.currency),
      minSubtotal: money(rate.minSubtotal, rate.currency),
    };
  }
}

export class ShippingMethodResponse {
  /** Id of the method, a UUIDv7. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  id: string;

  /** Name to show to shoppers. */
  @ApiProperty({ example: 'Standard' })
  name: string;

  /** Rates, sorted by country, currency and value. */
  rates: ShippingRateResponse[];

  /** Increments with each change. */
  @ApiProperty({ type: 'integer', example: 1 })
  version: number;

  /** When the method was created. */
  @ApiProperty({ example: '2026-03-01T09:30:00.000Z' })
  createdAt: Date;

  /** When the method was last changed. */
  @ApiProperty({ example: '2026-03-01T09:30:00.000Z' })
  updatedAt: Date;

  static from(method: MethodWithRates): ShippingMethodResponse {
    const { id, name, rates, version, createdAt, updatedAt } = method;
    return {
      id,
      name,
      rates: rates.map((rate) => ShippingRateResponse.from(rate)),
      version,
      createdAt,
      updatedAt,
    };
  }
}
