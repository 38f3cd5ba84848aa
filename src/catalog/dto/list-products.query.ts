import { ApiHideProperty, ApiProperty } from '@nestjs/swagger';
import { Allow, ArrayMaxSize, IsIn } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { PageQuery } from '../../common/http/pagination.js';
import { QueryFlag, QueryInteger, QueryList, Slug, SLUG_SCHEMA, Text } from '../../common/http/validators.js';
import { IsCurrency } from '../../common/money/is-currency.validator.js';
import { MAX_AMOUNT } from '../../common/money/money.js';
import { PRODUCT_STATUSES, type ProductStatus } from '../entities/product.entity.js';
import { LIMITS } from '../limits.js';

export const PRODUCT_SORTS = ['newest', 'price', '-price', 'title', 'relevance'] as const;
export type ProductSort = (typeof PRODUCT_SORTS)[number];

/** A matching variant has one of the given values for each option. */
export type OptionChoices = Readonly<Record<string, readonly string[]>>;

/** Filters and order of a list. Products without a price in the currency are omitted. */
export class ListProductsQuery extends PageQuery {
  /**
   * Words to find in title, SKU, option values and description; `"two words"` is a phrase, `-word` excludes. Blank:
   * all.
   */
  @ApiProperty({
    required: false,
    example: 'linen shirt',
  })
  @IfPresent()
  @Text({ max: 200, min: 0 })
  q?: string;

  /** Slug of a category; may be repeated. Lists products of any of these categories and their subcategories. */
  @ApiProperty({
    required: false,
    type: 'array',
    items: SLUG_SCHEMA,
    maxItems: LIMITS.filterCategories,
    example: ['shirts', 'mugs'],
  })
  @IfPresent()
  @QueryList()
  @ArrayMaxSize(LIMITS.filterCategories)
  @Slug({ each: true })
  category?: string[];

  /** Lower bound of the lowest price, in minor units of the currency. */
  @QueryInteger({ min: 0, max: MAX_AMOUNT })
  minPrice?: number;

  /** Upper bound of the lowest price, in minor units of the currency. */
  @QueryInteger({ min: 0, max: MAX_AMOUNT })
  maxPrice?: number;

  /** Currency of the prices; by default the shop's. Prices in other currencies are neither compared nor sorted. */
  @ApiProperty({ required: false, example: 'USD' })
  @IfPresent()
  @IsCurrency()
  currency?: string;

  /**
   * `true`: only products in stock; `false`: only sold-out products. With options only matching variants count: `false`
   * lists products whose matching variants are all sold out.
   */
  @QueryFlag()
  inStock?: boolean;

  /** Comes as `option.Color=Blue`; the interceptor that collects it also checks it. */
  @ApiHideProperty()
  @Allow()
  options?: OptionChoices;

  /**
   * The default is `relevance` with `q`, else `newest`; `relevance` without `q` means newest first. If over 1,000
   * products match, `relevance` ranks the newest 1,000, and, if under 250 of them match in the title, also the newest
   * 1,000 that do.
   */
  @ApiProperty({ required: false, enum: PRODUCT_SORTS })
  @IfPresent()
  @IsIn(PRODUCT_SORTS)
  sort?: ProductSort;

  /** `true`: the answer includes filters with their counts. */
  @QueryFlag()
  facets?: boolean;

  /** Only staff may list statuses other than `active`. */
  @ApiProperty({ required: false, enum: PRODUCT_STATUSES, default: 'active' })
  @IfPresent()
  @IsIn(PRODUCT_STATUSES)
  status?: ProductStatus;
}
