import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, ValidateNested } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { IsCurrency } from '../../common/money/is-currency.validator.js';
import { MAX_ITEMS } from '../cart.limits.js';
import { AddCartItemDto } from './add-cart-item.dto.js';
import { OptionalBody } from '../../common/http/validation/optional-body.decorator.js';

/** A new cart, perhaps with its first items. */
@OptionalBody()
export class CreateCartDto {
  /** ISO 4217 code of the currency to shop in; the shop's own when it is left out. */
  @ApiPropertyOptional({ example: 'USD' })
  @IfPresent()
  @IsCurrency()
  currency?: string;

  /** What to put into it. The same variant twice is one line with the sum. */
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
