import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, ValidateNested } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { IsCurrency } from '../../common/money/is-currency.validator.js';
import { MAX_ITEMS } from '../cart.limits.js';
import { AddCartItemDto } from './add-cart-item.dto.js';
import { OptionalBody } from '../../common/http/validation/optional-body.decorator.js';

@OptionalBody()
export class CreateCartDto {
  /** ISO 4217 code of the cart's currency; the shop's currency if omitted. */
  @ApiPropertyOptional({ example: 'USD' })
  @IfPresent()
  @IsCurrency()
  currency?: string;

  /** Items to add. The same variant twice becomes one item with the sum. */
  @ApiPropertyOptional({
    type: () => [AddCartItemDto],
    maxItems: MAX_ITEMS,
    example: [{ sku: 'TEE-BLUE-M', quantity: 2 }],
  })
  @IfPresent()
  @IsArray()
  @ArrayMaxSize(MAX_ITEMS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => AddCartItemDto)
  items?: AddCartItemDto[];
}
