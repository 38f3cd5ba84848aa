import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsUUID, Max, Min, ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { SchemaFacts } from '../../common/openapi/schema-facts.js';
import { Text } from '../../common/http/validators.js';
import { MAX_QUANTITY } from '../cart.limits.js';

const WithoutVariantId = (): PropertyDecorator =>
  ValidateBy({
    name: 'withoutVariantId',
    validator: {
      validate: (_: unknown, found?: ValidationArguments) =>
        (found?.object as AddCartItemDto | undefined)?.variantId === undefined,
      defaultMessage: () => 'give either variantId or $property, not both',
    },
  });

// The quantity and either of the other two.
@SchemaFacts({ minProperties: 2, maxProperties: 2 })
export class AddCartItemDto {
  /** Id of the variant. */
  @ApiPropertyOptional({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  @ValidateIf((item: AddCartItemDto) => item.variantId !== undefined || item.sku === undefined)
  @IsUUID('all', { message: '$property must be the id of a variant, unless sku is given' })
  variantId?: string;

  /** SKU of the variant, instead of its id. */
  @ApiPropertyOptional({ example: 'TEE-BLUE-M', maxLength: 255 })
  @IfPresent()
  @Text({ max: 255 })
  @WithoutVariantId()
  sku?: string;

  /** How many units to add. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_QUANTITY, example: 2 })
  @IsInt()
  @Min(1)
  @Max(MAX_QUANTITY)
  quantity: number;
}
