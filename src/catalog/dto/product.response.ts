import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from '../../common/money/money.dto.js';
import {
  DESCRIPTION_FORMATS,
  type DescriptionFormat,
  PRODUCT_STATUSES,
  type ProductStatus,
} from '../entities/product.entity.js';
import { CategoryReferenceResponse } from './category.response.js';
import { MediaResponse } from './media.response.js';
import { VariantResponse } from './variant.response.js';

/** An image by its address. */
export class ThumbnailResponse {
  @ApiProperty({ example: 'https://images.example.com/tee-blue.jpg' })
  url: string;

  /** What it shows, for those who do not see it. */
  @ApiProperty({ example: 'A blue T-shirt from the front' })
  alt: string;
}

/** What variants of a product differ in. */
export class ProductOptionResponse {
  @ApiProperty({ example: 'Color' })
  name: string;

  /** In the order in which they are shown. */
  @ApiProperty({ type: [String], example: ['Blue', 'Red'] })
  values: string[];
}

/** A product with all that its page shows. The database makes it: `ProductsReader` holds the mapping. */
export class ProductResponse {
  @ApiProperty({ format: 'uuid', example: '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90' })
  id: string;

  /** Its name in addresses. */
  @ApiProperty({ example: 'harbor-t-shirt' })
  slug: string;

  @ApiProperty({ example: 'Harbor T-shirt' })
  title: string;

  /** In `descriptionFormat`. */
  @ApiProperty({ example: 'Heavy cotton, cut straight.' })
  description: string;

  /** `text` is to be escaped; `html` holds only safe elements, and can stand in a page as it is. */
  @ApiProperty({ enum: DESCRIPTION_FORMATS, example: 'text' })
  descriptionFormat: DescriptionFormat;

  @ApiProperty({ enum: PRODUCT_STATUSES, example: 'active' })
  status: ProductStatus;

  @ApiProperty({ type: [CategoryReferenceResponse] })
  categories: CategoryReferenceResponse[];

  @ApiProperty({ type: [ProductOptionResponse] })
  options: ProductOptionResponse[];

  /** Those with a price in the currency; staff see all. */
  @ApiProperty({ type: [VariantResponse] })
  variants: VariantResponse[];

  /** The thumbnail first. */
  @ApiProperty({ type: [MediaResponse] })
  media: MediaResponse[];

  /** Rises with each change of any part. Send it as `If-Match`. */
  @ApiProperty({ type: 'integer', example: 3 })
  version: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-23T08:00:00.000Z' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-23T08:00:00.000Z' })
  updatedAt: string;
}

/** A product as lists show it. */
export class ProductSummaryResponse {
  @ApiProperty({ format: 'uuid', example: '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90' })
  id: string;

  /** Its name in addresses. */
  @ApiProperty({ example: 'harbor-t-shirt' })
  slug: string;

  @ApiProperty({ example: 'Harbor T-shirt' })
  title: string;

  /** The lowest price of its variants. */
  @ApiProperty({ type: MoneyDto })
  priceFrom: MoneyDto;

  /** What the variant with that price cost before, or costs without its sale; null when that is not more. */
  @ApiProperty({ type: MoneyDto, nullable: true })
  compareAtPrice: MoneyDto | null;

  /** Whether any of its variants can be bought now. */
  @ApiProperty({ example: true })
  available: boolean;

  /** Its first image. */
  @ApiProperty({ type: ThumbnailResponse, nullable: true })
  thumbnail: ThumbnailResponse | null;

  /** With `q`: the title as HTML, escaped, with the words that were found in `<mark>`. */
  @ApiProperty({ required: false, example: 'Harbor <mark>T-shirt</mark>' })
  highlight?: string;
}
