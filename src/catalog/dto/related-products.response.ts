import { ApiProperty } from '@nestjs/swagger';
import { ProductSummaryResponse } from './product.response.js';

/** Products that share categories with another one. */
export class RelatedProductsResponse {
  /** Those that share the most first. */
  @ApiProperty({ type: [ProductSummaryResponse] })
  items: ProductSummaryResponse[];
}
