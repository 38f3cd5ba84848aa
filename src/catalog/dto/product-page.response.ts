import { ApiProperty } from '@nestjs/swagger';
import { FacetsResponse } from './facets.response.js';
import { ProductSummaryResponse } from './product.response.js';

/** A page of a list of products, with what leads to the pages beside it. */
export class ProductPageResponse {
  @ApiProperty({ type: [ProductSummaryResponse] })
  items: ProductSummaryResponse[];

  /** Give it as `cursor` to read on; null at the end. */
  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor: string | null;

  /** Give it as `cursor` to read back; null on the first page. */
  @ApiProperty({ type: String, nullable: true, example: null })
  prevCursor: string | null;

  /** What was searched for instead of `q`, where nothing has its words and others are near to them. */
  @ApiProperty({ required: false, example: 'linen shirt' })
  correctedQuery?: string;

  /** With `facets=true`. */
  @ApiProperty({ required: false, type: FacetsResponse })
  facets?: FacetsResponse;
}
