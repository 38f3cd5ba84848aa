import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Slug, Text } from '../../common/http/validators.js';
import { LIMITS } from '../limits.js';

/** A category to add. */
export class CreateCategoryDto {
  @ApiProperty({ minLength: 1, maxLength: LIMITS.categoryName, example: 'Shirts' })
  @Text({ max: LIMITS.categoryName })
  name: string;

  /** Its name in addresses, unique in the shop; made from the name when left out. */
  @ApiProperty({ required: false, maxLength: LIMITS.slug, example: 'shirts' })
  @IfPresent()
  @Slug()
  slug?: string;

  /** The category that it stands below; null or left out: at the top. */
  @ApiProperty({ required: false, type: String, format: 'uuid', nullable: true, example: null })
  @IsOptional()
  @IsUUID()
  parentId?: string | null;
}
