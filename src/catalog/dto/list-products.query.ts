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

/** Values of options: one variant must have one of the values of every option. */
export type OptionChoices = Readonly<Record<string, readonly string[]>>;

/** Which products to list, and in which order. Products without a price in the currency are not listed. */
export class ListProductsQuery extends PageQuery {
  /** Words to find in title, SKU, option values and description; `"two words"` together, `-word` not. Blank: all. */
  @ApiProperty({
    required: false,
    example: 'linen shirt',
  })
  @IfPresent()
  @Text({ max: 200, min: 0 })
  q?: string;

  /** Slug of a category, repeated for more: products of any of them are listed, and of the categories below them. */
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

  /** Least price to begin from, in minor units of the currency. */
  @QueryInteger({ min: 0, max: MAX_AMOUNT })
  minPrice?: number;

  /** Highest price to begin from, in minor units of the currency. */
  @QueryInteger({ min: 0, max: MAX_AMOUNT })
  maxPrice?: number;

  /** Currency of the prices; the shop's own when left out. Prices of two currencies cannot be sorted or compared. */
  @ApiProperty({ required: false, example: 'USD' })
  @IfPresent()
  @IsCurrency()
  currency?: string;

  /**
   * `true`: only what can be bought now; `false`: only what cannot. With options, the variants that have these count alone:
   * `false` lists products of which none of them can be bought, whatever other variants can.
   */
  @QueryFlag()
  inStock?: boolean;

  /** What stands in the query as `option.Color=Blue`; checked where it is gathered. */
  @ApiHideProperty()
  @Allow()
  options?: OptionChoices;

  /**
   * `relevance` is the standard with `q`, else `newest`; without `q` all are as relevant, the newest first. Where more than
   * 1,000 products have the words, `relevance` lists the newest 1,000, and if fewer than 250 of these have them in the title
   * the newest 1,000 that do.
   */
  @ApiProperty({ required: false, enum: PRODUCT_SORTS })
  @IfPresent()
  @IsIn(PRODUCT_SORTS)
  sort?: ProductSort;

  /** `true`: the answer tells by what the list can be narrowed, with counts. */
  @QueryFlag()
  facets?: boolean;

  /** Anything but `active` is for staff. */
  @ApiProperty({ required: false, enum: PRODUCT_STATUSES, default: 'active' })
  @IfPresent()
  @IsIn(PRODUCT_STATUSES)
  status?: ProductStatus;
}
