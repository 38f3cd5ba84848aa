import { ApiProperty } from '@nestjs/swagger';
import { ArrayUnique, IsInt, Max, Min } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Text } from '../../common/http/validators.js';
import { PriceDto } from '../../common/money/price.dto.js';
import { MAX_ON_HAND } from '../../inventory/index.js';
import type { OptionValues } from '../entities/variant.entity.js';
import { LIMITS } from '../limits.js';
import { ListOf } from './list-of.js';
import { IsOptionValues, OPTION_VALUES_SCHEMA } from './option-values.validator.js';
import { SalePriceDto } from './sale-price.dto.js';

const currencyOf = (price: PriceDto | null): unknown => price?.currency;

/** A variant to create. */
export class CreateVariantDto {
  /** Stock code, unique in the shop; generated from slug and option values by default. */
  @ApiProperty({ required: false, minLength: 1, maxLength: LIMITS.sku, example: 'TEE-BLUE-M' })
  @IfPresent()
  @Text({ max: LIMITS.sku })
  sku?: string;

  /** One value for each option of the product. */
  @ApiProperty({
    selfRequired: false,
    type: 'object',
    ...OPTION_VALUES_SCHEMA,
    example: { Color: 'Blue' },
  })
  @IfPresent()
  @IsOptionValues()
  options?: OptionValues;

  /** One price for each currency. */
  @ApiProperty({ type: [PriceDto], minItems: 1, maxItems: LIMITS.prices })
  @ListOf(PriceDto, { min: 1, max: LIMITS.prices })
  @ArrayUnique(currencyOf, { message: '$property must have at most one price for each currency' })
  prices: PriceDto[];

  /** Prices to show struck through beside `prices`, in the same currencies. */
  @ApiProperty({
    required: false,
    type: [PriceDto],
    maxItems: LIMITS.prices,
    example: [{ amount: 2499, currency: 'USD' }],
  })
  @IfPresent()
  @ListOf(PriceDto, { max: LIMITS.prices })
  @ArrayUnique(currencyOf, { message: '$property must have at most one price for each currency' })
  compareAtPrices?: PriceDto[];

  /** Temporary lower prices in the same currencies: one for each currency, below the price in `prices`. */
  @ApiProperty({ required: false, type: [SalePriceDto], maxItems: LIMITS.prices })
  @IfPresent()
  @ListOf(SalePriceDto, { max: LIMITS.prices })
  @ArrayUnique(currencyOf, { message: '$property must have at most one price for each currency' })
  salePrices?: SalePriceDto[];

  /** Units in stock at the start. */
  @ApiProperty({
    required: false,
    type: 'integer',
    minimum: 0,
    maximum: MAX_ON_HAND,
    default: 0,
    example: 25,
  })
  @IfPresent()
  @IsInt()
  @Min(0)
  @Max(MAX_ON_HAND)
  onHand?: number;
}
