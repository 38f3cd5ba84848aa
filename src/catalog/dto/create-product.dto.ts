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

/** A product to create, with its variants. */
export class CreateProductDto {
  @ApiProperty({ minLength: 1, maxLength: LIMITS.title, example: 'Harbor T-shirt' })
  @Text({ max: LIMITS.title })
  title: string;

  /** Name in addresses, unique in the shop; generated from the title by default. */
  @ApiProperty({ required: false, maxLength: LIMITS.slug, example: 'harbor-t-shirt' })
  @IfPresent()
  @Slug()
  slug?: string;

  /** Plain text, or HTML if `descriptionFormat` is `html`. */
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
   * `text` is stored as sent and shown escaped. `html` is sanitized: only safe elements, attributes and addresses stay.
   * Send it together with a description; a change of the description alone keeps the format.
   */
  @ApiProperty({ required: false, enum: DESCRIPTION_FORMATS, default: 'text' })
  @IfPresent()
  @IsIn(DESCRIPTION_FORMATS)
  descriptionFormat?: DescriptionFormat;

  /** Only active products are visible and for sale. */
  @ApiProperty({ required: false, enum: PRODUCT_STATUSES, default: 'active' })
  @IfPresent()
  @IsIn(PRODUCT_STATUSES)
  status?: ProductStatus;

  /** Ids of the product's categories. */
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

  /** Options in which the variants differ. */
  @ApiProperty({ required: false, type: [ProductOptionDto], maxItems: LIMITS.options })
  @IfPresent()
  @ListOf(ProductOptionDto, { max: LIMITS.options })
  @ArrayUnique((option: ProductOptionDto | null) => String(option?.name).toLowerCase(), {
    message: '$property must have different names',
  })
  options?: ProductOptionDto[];

  /** Images; the first one is the thumbnail. */
  @ApiProperty({ required: false, type: [ProductMediaDto], maxItems: LIMITS.media })
  @IfPresent()
  @ListOf(ProductMediaDto, { max: LIMITS.media })
  media?: ProductMediaDto[];

  /** Each variant has one value for each option, and no two variants have the same values. */
  @ApiProperty({ type: [CreateVariantDto], minItems: 1, maxItems: LIMITS.variants })
  @ListOf(CreateVariantDto, { min: 1, max: LIMITS.variants })
  variants: CreateVariantDto[];
}
