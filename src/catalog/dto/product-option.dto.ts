import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsNotIn } from 'class-validator';
import { lineSchema, Text } from '../../common/http/validators.js';
import type { ProductOption } from '../entities/product.entity.js';
import { LIMITS } from '../limits.js';
import { RESERVED_NAMES } from './option-values.validator.js';

/** An option in which the variants of a product differ. */
export class ProductOptionDto implements ProductOption {
  @ApiProperty({ minLength: 1, maxLength: LIMITS.optionName, example: 'Color' })
  @Text({ max: LIMITS.optionName })
  @IsNotIn(RESERVED_NAMES)
  name: string;

  /** In display order. */
  @ApiProperty({
    type: 'array',
    items: lineSchema(LIMITS.optionValue),
    minItems: 1,
    maxItems: LIMITS.optionValues,
    example: ['Blue', 'Red'],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(LIMITS.optionValues)
  @ArrayUnique()
  @Text({ max: LIMITS.optionValue, each: true })
  values: string[];
}
