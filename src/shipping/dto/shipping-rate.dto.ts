import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, ValidateBy, ValidateNested, type ValidationArguments } from 'class-validator';
import { COUNTRY_CODES, isCountryCode } from '../../common/address/country-code.validator.js';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { PriceDto } from '../../common/money/price.dto.js';

export const REST_OF_WORLD = '*';

const RateCountry = (): PropertyDecorator =>
  ValidateBy({
    name: 'rateCountry',
    validator: {
      validate: (value: unknown) => value === REST_OF_WORLD || isCountryCode(value),
      defaultMessage: () =>
        '$property must be an ISO 3166-1 alpha-2 code in capitals, or * for the rest of the world',
    },
  });

const InCurrencyOfPrice = (): PropertyDecorator =>
  ValidateBy({
    name: 'inCurrencyOfPrice',
    validator: {
      validate: (value: unknown, found?: ValidationArguments) =>
        (value as PriceDto | undefined)?.currency ===
        (found?.object as ShippingRateDto | undefined)?.price?.currency,
      defaultMessage: () => '$property must be in the currency of the price',
    },
  });

export class ShippingRateDto {
  /** ISO 3166-1 alpha-2 code, or `*` for each country without its own rate of this method in this currency. */
  @ApiProperty({ example: 'DE', pattern: `^(${COUNTRY_CODES}|\\*)$` })
  @RateCountry()
  country: string;

  /** Price for the shopper, before tax. */
  @ApiProperty({ type: () => PriceDto, example: { amount: 490, currency: 'EUR' } })
  @IsObject()
  @ValidateNested()
  @Type(() => PriceDto)
  price: PriceDto;

  /** The rate applies from this value of the goods; if several apply, the one with the highest value counts. */
  @ApiPropertyOptional({ type: () => PriceDto, example: { amount: 5000, currency: 'EUR' } })
  @IfPresent()
  @InCurrencyOfPrice()
  @IsObject()
  @ValidateNested()
  @Type(() => PriceDto)
  minSubtotal?: PriceDto;
}
