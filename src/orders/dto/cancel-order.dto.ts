import { ApiPropertyOptional } from '@nestjs/swagger';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Text } from '../../common/http/validators.js';

/** Takes an order back. */
export class CancelOrderDto {
  /** Why, for the order's history. */
  @ApiPropertyOptional({ example: 'ordered twice', maxLength: 200 })
  @IfPresent()
  @Text({ max: 200 })
  reason?: string;
}
