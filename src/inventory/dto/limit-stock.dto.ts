import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export class LimitStockDto {
  /** Most units that one order may have; null applies the shop's limit, `ORDER_MAX_UNITS_PER_ITEM`. */
  @ApiPropertyOptional({ type: 'integer', nullable: true, minimum: 1, maximum: 1_000_000, example: 2 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxPerOrder?: number | null;
}
