import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsObject, ValidateNested } from 'class-validator';
import { Text } from '../../common/http/validators.js';
import { ShippingRateDto } from './shipping-rate.dto.js';

export const MAX_RATES = 500;

/** Two rates for one place and value would leave the price to chance. */
const tierOf = (rate: ShippingRateDto | undefined): string =>
  [rate?.country, rate?.price?.currency, rate?.minSubtotal?.amount ?? 0].join(' ');

export class CreateShippingMethodDto {
  /** Name to show to shoppers. */
  @ApiProperty({ example: 'Standard', maxLength: 100 })
  @Text({ max: 100 })
  name: string;

  /** Prices by country, from a value of the goods. */
  @ApiProperty({ type: [ShippingRateDto], minItems: 1, maxItems: MAX_RATES })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_RATES)
  @ArrayUnique(tierOf, {
    message: '$property must not hold two rates for one country, currency and minSubtotal',
  })
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ShippingRateDto)
  rates: ShippingRateDto[];
}
