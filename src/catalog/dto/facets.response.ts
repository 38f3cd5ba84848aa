import { ApiProperty } from '@nestjs/swagger';
import { CategoryReferenceResponse } from './category.response.js';

/** A category that a list can be narrowed to. */
export class CategoryFacetResponse extends CategoryReferenceResponse {
  /** Products in it and in the categories below it. */
  @ApiProperty({ type: 'integer', example: 12 })
  count: number;
}

export class OptionValueFacetResponse {
  @ApiProperty({ example: 'Blue' })
  value: string;

  /** Products with such a variant. */
  @ApiProperty({ type: 'integer', example: 7 })
  count: number;
}

/** What a list can be narrowed to by `option.<name>`. */
export class OptionFacetResponse {
  @ApiProperty({ example: 'Color' })
  name: string;

  /** The most frequent first. */
  @ApiProperty({ type: [OptionValueFacetResponse] })
  values: OptionValueFacetResponse[];
}

/** A range for `minPrice` and `maxPrice`, in minor units, both bounds within. */
export class PriceFacetResponse {
  @ApiProperty({ type: 'integer', example: 1000 })
  from: number;

  @ApiProperty({ type: 'integer', example: 1999 })
  to: number;

  @ApiProperty({ type: 'integer', example: 5 })
  count: number;
}

export class AvailabilityFacetResponse {
  /** Products that can be bought now; with options, in a variant that has them. */
  @ApiProperty({ type: 'integer', example: 11 })
  inStock: number;

  /** All other products of the list. */
  @ApiProperty({ type: 'integer', example: 1 })
  outOfStock: number;
}

/**
 * What a list can be narrowed by, with how many products would remain. Each is counted with all filters but its own;
 * where more than 10,000 products are left, of the newest 10,000.
 */
export class FacetsResponse {
  /** The fullest first, 200 at most. */
  @ApiProperty({ type: [CategoryFacetResponse] })
  categories: CategoryFacetResponse[];

  /** The 20 most frequent, with 50 values each at most. */
  @ApiProperty({ type: [OptionFacetResponse] })
  options: OptionFacetResponse[];

  /** Ranges of equal width, in their order; those without products are left out. */
  @ApiProperty({ type: [PriceFacetResponse] })
  prices: PriceFacetResponse[];

  @ApiProperty({ type: AvailabilityFacetResponse })
  availability: AvailabilityFacetResponse;
}
