import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { Instant } from '../../common/http/instant.validator.js';
import { PriceDto } from '../../common/money/price.dto.js';
import { MAX_AMOUNT } from '../../common/money/money.js';

/** A lower price for a time. While it holds, the price in its currency is shown struck through beside it. */
export class SalePriceDto extends PriceDto {
  /** Minor units, below the price in the same currency. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_AMOUNT, example: 1499 })
  override amount: number;

  /** From this moment on; from ever when null or left out. */
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

  /** Until just before this moment; for ever when null or left out. */
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
