import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Slug, Text } from '../../common/http/validators.js';
import { LIMITS } from '../limits.js';

/** A category to create. */
export class CreateCategoryDto {
  @ApiProperty({ minLength: 1, maxLength: LIMITS.categoryName, example: 'Shirts' })
  @Text({ max: LIMITS.categoryName })
  name: string;

  /** Name in addresses, unique in the shop; generated from the name by default. */
  @ApiProperty({ required: false, maxLength: LIMITS.slug, example: 'shirts' })
  @IfPresent()
  @Slug()
  slug?: string;

  /** Id of the parent category; null or omitted: at the top. */
  @ApiProperty({ required: false, type: String, format: 'uuid', nullable: true, example: null })
  @IsOptional()
  @IsUUID()
  parentId?: string | null;
}
