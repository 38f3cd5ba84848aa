import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, IsUUID, ValidateNested } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { MoneyDto } from '../../common/money/money.dto.js';

/** Orders what is in a cart. */
export class PlaceOrderDto {
  /** The cart to order. It is closed by that. */
  @ApiProperty({ format: 'uuid', example: 'b0f0c7a5-2f6e-4f0b-9a53-0d6f3f0f5b11' })
  @IsUUID()
  cartId: string;

  /** The total that the shopper agreed to; with another one the order is refused as `price_changed`. */
  @IfPresent()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  expectedTotal?: MoneyDto;
}
