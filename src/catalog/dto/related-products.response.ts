import { ApiProperty } from '@nestjs/swagger';
import { ProductSummaryResponse } from './product.response.js';

/** Products that share categories with a product. */
export class RelatedProductsResponse {
  /** Most shared categories first. */
  @ApiProperty({ type: [ProductSummaryResponse] })
  items: ProductSummaryResponse[];
}
