import { ApiProperty } from '@nestjs/swagger';
import type { TaxRate } from '../entities/tax-rate.entity.js';

export class TaxRateResponse {
  /** Id of the tax rate, a UUIDv7. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  id: string;

  /** Name on the bill. */
  @ApiProperty({ example: 'New York sales tax' })
  name: string;

  /** ISO 3166-1 alpha-2 code. */
  @ApiProperty({ example: 'US' })
  country: string;

  /** ISO 3166-2 code without the country, if it has regions; null for the whole country. */
  @ApiProperty({ type: 'string', nullable: true, example: 'NY' })
  region: string | null;

  /** Millionths of the price: 88750 is 8.875 %. */
  @ApiProperty({ type: 'integer', example: 88_750 })
  millionths: number;

  /** Increments with each change. */
  @ApiProperty({ type: 'integer', example: 1 })
  version: number;

  /** When the tax rate was created. */
  @ApiProperty({ example: '2026-03-01T09:30:00.000Z' })
  createdAt: Date;

  /** When the tax rate was last changed. */
  @ApiProperty({ example: '2026-03-01T09:30:00.000Z' })
  updatedAt: Date;

  static from(rate: TaxRate): TaxRateResponse {
    const { id, name, country, region, millionths, version, createdAt, updatedAt } = rate;
    return { id, name, country, region, millionths, version, createdAt, updatedAt };
  }
}
