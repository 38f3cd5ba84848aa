import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsObject,
  IsUUID,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';

export class ItemQuantityDto {
  /** Id of the order's item. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  @IsUUID()
  itemId: string;

  /** Number of units. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 1_000_000, example: 1 })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  quantity: number;
}

/** Adds the quantities of an item that is named twice. */
export const ItemQuantities = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: () => [ItemQuantityDto], minItems: 1, maxItems: 500 }),
    IfPresent(),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(500),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(() => ItemQuantityDto),
  );
