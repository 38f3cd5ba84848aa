import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, IsUUID, ValidateNested } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { MoneyDto } from '../../common/money/money.dto.js';

export class PlaceOrderDto {
  /** Id of the cart to order; the order closes it. */
  @ApiProperty({ format: 'uuid', example: 'b0f0c7a5-2f6e-4f0b-9a53-0d6f3f0f5b11' })
  @IsUUID()
  cartId: string;

  /** Total that the shopper agreed to; if the total is another one, the order is refused with `price_changed`. */
  @IfPresent()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  expectedTotal?: MoneyDto;
}
