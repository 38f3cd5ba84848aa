import { QueryInteger } from '../../common/http/validators.js';
import { GetProductQuery } from './get-product.query.js';

/** How to show related products. Products without a price in the currency are omitted. */
export class RelatedProductsQuery extends GetProductQuery {
  /** Most products to return. */
  @QueryInteger({ min: 1, max: 24, default: 8 })
  limit: number = 8;
}
