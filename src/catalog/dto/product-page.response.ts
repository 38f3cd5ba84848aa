import { ApiProperty } from '@nestjs/swagger';
import { FacetsResponse } from './facets.response.js';
import { ProductSummaryResponse } from './product.response.js';

/** A page of a list of products, with cursors to its neighbours. */
export class ProductPageResponse {
  @ApiProperty({ type: [ProductSummaryResponse] })
  items: ProductSummaryResponse[];

  /** Send it as `cursor` for the next page; null on the last page. */
  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor: string | null;

  /** Send it as `cursor` for the previous page; null on the first page. */
  @ApiProperty({ type: String, nullable: true, example: null })
  prevCursor: string | null;

  /** Corrected query text, when nothing matched `q`. */
  @ApiProperty({ required: false, example: 't-shirt' })
  correctedQuery?: string;

  /** Present with `facets=true`. */
  @ApiProperty({ required: false, type: FacetsResponse })
  facets?: FacetsResponse;
}
