import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from '../../common/money/money.dto.js';
import { SalePriceDto } from './sale-price.dto.js';

/** A variant, which is what shoppers buy. */
export class VariantResponse {
  @ApiProperty({ format: 'uuid', example: '0193a1c2-6a01-7c22-8b1d-9a4f5e6d7c80' })
  id: string;

  /** Stock code. */
  @ApiProperty({ example: 'TEE-BLUE-M' })
  sku: string;

  /** Option values in the product's order; `Default` without options. */
  @ApiProperty({ example: 'Blue / M' })
  title: string;

  /** One value for each option of the product. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { Color: 'Blue', Size: 'M' },
  })
  options: Record<string, string>;

  /** Current price, sales included. Null, for staff only, without a price in the currency. */
  @ApiProperty({ type: MoneyDto, nullable: true })
  price: MoneyDto | null;

  /** Price to show struck through beside `price`; during a sale the regular price. */
  @ApiProperty({ type: MoneyDto, nullable: true })
  compareAtPrice: MoneyDto | null;

  /** Whether the variant is in stock. */
  @ApiProperty({ example: true })
  available: boolean;

  /** Staff only: id of the product. */
  @ApiProperty({ required: false, format: 'uuid', example: '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90' })
  productId?: string;

  /** Staff only: regular prices in all currencies. */
  @ApiProperty({ required: false, type: [MoneyDto] })
  prices?: MoneyDto[];

  /** Staff only: prices to compare with. */
  @ApiProperty({ required: false, type: [MoneyDto] })
  compareAtPrices?: MoneyDto[];

  /** Staff only: planned, current and past sales. */
  @ApiProperty({ required: false, type: [SalePriceDto] })
  salePrices?: SalePriceDto[];

  /** Staff only: increases with each change. Send it as `If-Match`. */
  @ApiProperty({ required: false, type: 'integer', example: 1 })
  version?: number;
}
