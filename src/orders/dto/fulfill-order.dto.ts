import { ApiPropertyOptional } from '@nestjs/swagger';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Text } from '../../common/http/validators.js';
import { ItemQuantities, ItemQuantityDto } from './item-quantity.dto.js';
import { OptionalBody } from '../../common/http/validation/optional-body.decorator.js';

@OptionalBody()
export class FulfillOrderDto {
  /** Items to send; everything that remains if omitted. */
  @ItemQuantities()
  items?: ItemQuantityDto[];

  /** The carrier's number of the parcel. */
  @ApiPropertyOptional({ example: '1Z999AA10123456784', maxLength: 100 })
  @IfPresent()
  @Text({ max: 100 })
  trackingNumber?: string;

  /** Name of the carrier. */
  @ApiPropertyOptional({ example: 'UPS', maxLength: 100 })
  @IfPresent()
  @Text({ max: 100 })
  carrier?: string;
}
