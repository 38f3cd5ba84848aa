import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsUUID, Max, Min, NotEquals } from 'class-validator';
import { Text } from '../../common/http/validators.js';
import { MAX_ON_HAND } from '../stock.js';

export class AdjustStockDto {
  @ApiProperty({ format: 'uuid', example: '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90' })
  @IsUUID()
  variantId: string;

  /** Units to add, or to remove if negative; not zero. */
  @ApiProperty({
    type: 'integer',
    minimum: -MAX_ON_HAND,
    maximum: MAX_ON_HAND,
    not: { enum: [0] },
    example: -2,
  })
  @IsInt()
  @Min(-MAX_ON_HAND)
  @Max(MAX_ON_HAND)
  @NotEquals(0)
  delta: number;

  /** Reason, for everyone who reads the movements later. */
  @ApiProperty({ example: 'Broken in the warehouse' })
  @Text({ max: 500 })
  reason: string;
}
