import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { Instant } from '../../common/http/instant.validator.js';
import { PriceDto } from '../../common/money/price.dto.js';
import { MAX_AMOUNT } from '../../common/money/money.js';

/** A temporary lower price. During the sale the regular price is shown struck through. */
export class SalePriceDto extends PriceDto {
  /** In minor units, below the price in the same currency. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_AMOUNT, example: 1499 })
  override amount: number;

  /** Start of the sale, inclusive; null or omitted: no start. */
  @ApiProperty({
    type: String,
    required: false,
    nullable: true,
    format: 'date-time',
    example: '2026-11-27T00:00:00.000Z',
  })
  @IsOptional()
  @Instant()
  startsAt?: string | null;

  /** End of the sale, exclusive; null or omitted: no end. */
  @ApiProperty({
    type: String,
    required: false,
    nullable: true,
    format: 'date-time',
    example: '2026-12-01T00:00:00.000Z',
  })
  @IsOptional()
  @Instant()
  endsAt?: string | null;
}
