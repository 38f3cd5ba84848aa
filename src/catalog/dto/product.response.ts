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

  /** Alternative text for people who do not see the image. */
  @ApiProperty({ example: 'A blue T-shirt from the front' })
  alt: string;
}

/** An option in which the variants of a product differ. */
export class ProductOptionResponse {
  @ApiProperty({ example: 'Color' })
  name: string;

  /** In display order. */
  @ApiProperty({ type: [String], example: ['Blue', 'Red'] })
  values: string[];
}

/** A product with all details. The database builds it; `ProductsReader` holds the mapping. */
export class ProductResponse {
  @ApiProperty({ format: 'uuid', example: '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90' })
  id: string;

  /** Name in addresses. */
  @ApiProperty({ example: 'harbor-t-shirt' })
  slug: string;

  @ApiProperty({ example: 'Harbor T-shirt' })
  title: string;

  /** Format: see `descriptionFormat`. */
  @ApiProperty({ example: 'Heavy cotton, cut straight.' })
  description: string;

  /** Escape `text`; `html` contains only safe elements and can be embedded as it is. */
  @ApiProperty({ enum: DESCRIPTION_FORMATS, example: 'text' })
  descriptionFormat: DescriptionFormat;

  @ApiProperty({ enum: PRODUCT_STATUSES, example: 'active' })
  status: ProductStatus;

  @ApiProperty({ type: [CategoryReferenceResponse] })
  categories: CategoryReferenceResponse[];

  @ApiProperty({ type: [ProductOptionResponse] })
  options: ProductOptionResponse[];

  /** Variants with a price in the currency; staff see all. */
  @ApiProperty({ type: [VariantResponse] })
  variants: VariantResponse[];

  /** The first image is the thumbnail. */
  @ApiProperty({ type: [MediaResponse] })
  media: MediaResponse[];

  /** Increases with each change of the product or its parts. Send it as `If-Match`. */
  @ApiProperty({ type: 'integer', example: 3 })
  version: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-23T08:00:00.000Z' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-23T08:00:00.000Z' })
  updatedAt: string;
}

/** A product in a list. */
export class ProductSummaryResponse {
  @ApiProperty({ format: 'uuid', example: '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90' })
  id: string;

  /** Name in addresses. */
  @ApiProperty({ example: 'harbor-t-shirt' })
  slug: string;

  @ApiProperty({ example: 'Harbor T-shirt' })
  title: string;

  /** Lowest price of its variants. */
  @ApiProperty({ type: MoneyDto })
  priceFrom: MoneyDto;

  /** Former or regular price of the variant with the lowest price; null unless it is higher. */
  @ApiProperty({ type: MoneyDto, nullable: true })
  compareAtPrice: MoneyDto | null;

  /** Whether any variant is in stock. */
  @ApiProperty({ example: true })
  available: boolean;

  /** First image. */
  @ApiProperty({ type: ThumbnailResponse, nullable: true })
  thumbnail: ThumbnailResponse | null;

  /** With `q`: the title as escaped HTML, with matches in `<mark>`. */
  @ApiProperty({ required: false, example: 'Harbor <mark>T-shirt</mark>' })
  highlight?: string;
}
