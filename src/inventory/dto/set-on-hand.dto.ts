import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { MAX_ON_HAND } from '../stock.js';

export class SetOnHandDto {
  /** Units on the shelf, with those that orders hold. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_ON_HAND, example: 25 })
  @IsInt()
  @Min(0)
  @Max(MAX_ON_HAND)
  onHand: number;
}
