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
import { Text } from '../../common/http/validators.js';

/** Units of one order item that are sent. */
export class FulfillmentItemDto {
  /** The order's item. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  @IsUUID()
  itemId: string;

  /** Units of it. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 1_000_000, example: 1 })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  quantity: number;
}

/** Goods that leave together. */
export class FulfillOrderDto {
  /** What is sent; everything that remains, when left out. */
  @ApiPropertyOptional({ type: () => [FulfillmentItemDto], minItems: 1, maxItems: 500 })
  @IfPresent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => FulfillmentItemDto)
  items?: FulfillmentItemDto[];

  /** The carrier's number of the parcel. */
  @ApiPropertyOptional({ example: '1Z999AA10123456784', maxLength: 100 })
  @IfPresent()
  @Text({ max: 100 })
  trackingNumber?: string;

  /** Who carries it. */
  @ApiPropertyOptional({ example: 'UPS', maxLength: 100 })
  @IfPresent()
  @Text({ max: 100 })
  carrier?: string;
}
