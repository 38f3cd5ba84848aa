import { ApiProperty } from '@nestjs/swagger';
import { CategoryReferenceResponse } from './category.response.js';

/** A category to filter by. */
export class CategoryFacetResponse extends CategoryReferenceResponse {
  /** Number of products in the category and its subcategories. */
  @ApiProperty({ type: 'integer', example: 12 })
  count: number;
}

export class OptionValueFacetResponse {
  @ApiProperty({ example: 'Blue' })
  value: string;

  /** Number of products with such a variant. */
  @ApiProperty({ type: 'integer', example: 7 })
  count: number;
}

/** An option to filter by, as `option.<name>`. */
export class OptionFacetResponse {
  @ApiProperty({ example: 'Color' })
  name: string;

  /** Most frequent first. */
  @ApiProperty({ type: [OptionValueFacetResponse] })
  values: OptionValueFacetResponse[];
}

/** A price range in minor units, for `minPrice` and `maxPrice`; both bounds are inclusive. */
export class PriceFacetResponse {
  @ApiProperty({ type: 'integer', example: 1000 })
  from: number;

  @ApiProperty({ type: 'integer', example: 1999 })
  to: number;

  @ApiProperty({ type: 'integer', example: 5 })
  count: number;
}

export class AvailabilityFacetResponse {
  /** Number of products in stock; with options, in a variant that matches them. */
  @ApiProperty({ type: 'integer', example: 11 })
  inStock: number;

  /** Number of all other products. */
  @ApiProperty({ type: 'integer', example: 1 })
  outOfStock: number;
}

/**
 * Filters with the number of products that each would leave. Each facet is counted with all filters except its own.
 * Over 10,000 products, only the newest 10,000 are counted.
 */
export class FacetsResponse {
  /** Categories with most products first, up to 200. */
  @ApiProperty({ type: [CategoryFacetResponse] })
  categories: CategoryFacetResponse[];

  /** The 20 most frequent options, each with up to 50 values. */
  @ApiProperty({ type: [OptionFacetResponse] })
  options: OptionFacetResponse[];

  /** Ranges of equal width in ascending order, without empty ones. */
  @ApiProperty({ type: [PriceFacetResponse] })
  prices: PriceFacetResponse[];

  @ApiProperty({ type: AvailabilityFacetResponse })
  availability: AvailabilityFacetResponse;
}
