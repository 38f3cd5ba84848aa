import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsUUID } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Slug, Text } from '../../common/http/validators.js';
import {
  DESCRIPTION_FORMATS,
  type DescriptionFormat,
  PRODUCT_STATUSES,
  type ProductStatus,
} from '../entities/product.entity.js';
import { LIMITS } from '../limits.js';
import { CreateVariantDto } from './create-variant.dto.js';
import { ListOf } from './list-of.js';
import { ProductMediaDto } from './product-media.dto.js';
import { ProductOptionDto } from './product-option.dto.js';

/** A product to offer, with its variants. */
export class CreateProductDto {
  @ApiProperty({ minLength: 1, maxLength: LIMITS.title, example: 'Harbor T-shirt' })
  @Text({ max: LIMITS.title })
  title: string;

  /** Its name in addresses, unique in the shop; made from the title when left out. */
  @ApiProperty({ required: false, maxLength: LIMITS.slug, example: 'harbor-t-shirt' })
  @IfPresent()
  @Slug()
  slug?: string;

  /** Plain text, or HTML where `descriptionFormat` says so. */
  @ApiProperty({
    required: false,
    maxLength: LIMITS.description,
    default: '',
    example: 'Heavy cotton, cut straight.',
  })
  @IfPresent()
  @Text({ min: 0, max: LIMITS.description, multiline: true })
  description?: string;

  /**
   * `text` is kept as it was written, and shown escaped. `html` is cleaned: only elements, attributes and addresses
   * that are safe in any page are kept. It may only be given with a description; a change of the description alone keeps
   * it.
   */
  @ApiProperty({ required: false, enum: DESCRIPTION_FORMATS, default: 'text' })
  @IfPresent()
  @IsIn(DESCRIPTION_FORMATS)
  descriptionFormat?: DescriptionFormat;

  /** Only active products are seen and sold. */
  @ApiProperty({ required: false, enum: PRODUCT_STATUSES, default: 'active' })
  @IfPresent()
  @IsIn(PRODUCT_STATUSES)
  status?: ProductStatus;

  /** Categories that it stands in. */
  @ApiProperty({
    required: false,
    type: [String],
    maxItems: LIMITS.productCategories,
    example: ['0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90'],
  })
  @IfPresent()
  @IsArray()
  @ArrayMaxSize(LIMITS.productCategories)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  categoryIds?: string[];

  /** What its variants differ in. */
  @ApiProperty({ required: false, type: [ProductOptionDto], maxItems: LIMITS.options })
  @IfPresent()
  @ListOf(ProductOptionDto, { max: LIMITS.options })
  @ArrayUnique((option: ProductOptionDto | null) => String(option?.name).toLowerCase(), {
    message: '$property must have different names',
  })
  options?: ProductOptionDto[];

  /** Images, the thumbnail first. */
  @ApiProperty({ required: false, type: [ProductMediaDto], maxItems: LIMITS.media })
  @IfPresent()
  @ListOf(ProductMediaDto, { max: LIMITS.media })
  media?: ProductMediaDto[];

  /** What can be bought; each has a value for each option, and no two are alike. */
  @ApiProperty({ type: [CreateVariantDto], minItems: 1, maxItems: LIMITS.variants })
  @ListOf(CreateVariantDto, { min: 1, max: LIMITS.variants })
  variants: CreateVariantDto[];
}
