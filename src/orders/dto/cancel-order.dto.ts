import { ApiPropertyOptional } from '@nestjs/swagger';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Text } from '../../common/http/validators.js';
import { ItemQuantities, ItemQuantityDto } from './item-quantity.dto.js';
import { OptionalBody } from '../../common/http/validation/optional-body.decorator.js';

@OptionalBody()
export class CancelOrderDto {
  /** Items to cancel; the whole order if omitted. */
  @ItemQuantities()
  items?: ItemQuantityDto[];

  /** Reason, for the order's history. */
  @ApiPropertyOptional({ example: 'ordered twice', maxLength: 200 })
  @IfPresent()
  @Text({ max: 200 })
  reason?: string;
}
