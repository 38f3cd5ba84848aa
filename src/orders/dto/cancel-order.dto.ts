import { ApiPropertyOptional } from '@nestjs/swagger';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Text } from '../../common/http/validators.js';
import { ItemQuantities, ItemQuantityDto } from './item-quantity.dto.js';
import { OptionalBody } from '../../common/http/validation/optional-body.decorator.js';

/** Takes an order back, or items of it. */
@OptionalBody()
export class CancelOrderDto {
  /** What is canceled while the rest goes on; the whole order, when left out. */
  @ItemQuantities()
  items?: ItemQuantityDto[];

  /** Why, for the order's history. */
  @ApiPropertyOptional({ example: 'ordered twice', maxLength: 200 })
  @IfPresent()
  @Text({ max: 200 })
  reason?: string;
}
