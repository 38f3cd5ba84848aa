import { QueryInteger } from '../../common/http/validators.js';
import { GetProductQuery } from './get-product.query.js';

/** How many related products are to be shown, and in which currency. Those without a price in it are not. */
export class RelatedProductsQuery extends GetProductQuery {
  /** Products at most. */
  @QueryInteger({ min: 1, max: 24, default: 8 })
  limit: number = 8;
}
