import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { MAX_QUANTITY } from '../cart.limits.js';

/** What changes of a line. */
export class ChangeCartItemDto {
  /** Units that the line holds from now on; delete the line to have none. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_QUANTITY, example: 3 })
  @IsInt()
  @Min(1)
  @Max(MAX_QUANTITY)
  quantity: number;
}
