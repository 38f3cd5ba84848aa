import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { CountryCode } from '../../common/address/country-code.validator.js';
import { RegionOfCountry } from '../../common/address/region.validator.js';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Text } from '../../common/http/validators.js';

const MAX_MILLIONTHS = 1_000_000;

export class CreateTaxRateDto {
  /** Name on the bill. */
  @ApiProperty({ example: 'New York sales tax', maxLength: 100 })
  @Text({ max: 100 })
  name: string;

  /** ISO 3166-1 alpha-2 code. */
  @CountryCode()
  country: string;

  /** Code or name of an ISO 3166-2 region (`NY`, `New York`); replaces the country's rate. Omit for the whole country. */
  @ApiPropertyOptional({ example: 'NY', maxLength: 100 })
  @IfPresent()
  @Text({ max: 100 })
  @RegionOfCountry()
  region?: string;

  /** Millionths of the price: 88750 is 8.875 %. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_MILLIONTHS, example: 88_750 })
  @IsInt()
  @Min(0)
  @Max(MAX_MILLIONTHS)
  millionths: number;
}
