import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from '../../common/money/money.dto.js';
import { SalePriceDto } from './sale-price.dto.js';

/** What can be bought. */
export class VariantResponse {
  @ApiProperty({ format: 'uuid', example: '0193a1c2-6a01-7c22-8b1d-9a4f5e6d7c80' })
  id: string;

  /** The merchant's stock code. */
  @ApiProperty({ example: 'TEE-BLUE-M' })
  sku: string;

  /** Its option values in the product's order; `Default` when the product has no options. */
  @ApiProperty({ example: 'Blue / M' })
  title: string;

  /** Its value for each option of the product. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { Color: 'Blue', Size: 'M' },
  })
  options: Record<string, string>;

  /** What it costs now, sales included. Null for staff alone, where it has no price in the currency. */
  @ApiProperty({ type: MoneyDto, nullable: true })
  price: MoneyDto | null;

  /** A price to show struck through beside `price`; during a sale the one before and after it. */
  @ApiProperty({ type: MoneyDto, nullable: true })
  compareAtPrice: MoneyDto | null;

  /** Whether it can be bought now. */
  @ApiProperty({ example: true })
  available: boolean;

  /** For staff: the product that it belongs to. */
  @ApiProperty({ required: false, format: 'uuid', example: '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90' })
  productId?: string;

  /** For staff: its prices in all currencies, while there is no sale. */
  @ApiProperty({ required: false, type: [MoneyDto] })
  prices?: MoneyDto[];

  /** For staff: what its prices are shown against. */
  @ApiProperty({ required: false, type: [MoneyDto] })
  compareAtPrices?: MoneyDto[];

  /** For staff: sales that are planned, hold, or were. */
  @ApiProperty({ required: false, type: [SalePriceDto] })
  salePrices?: SalePriceDto[];

  /** For staff: rises with each change. Send it as `If-Match`. */
  @ApiProperty({ required: false, type: 'integer', example: 1 })
  version?: number;
}
