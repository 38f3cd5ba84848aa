import { ApiProperty } from '@nestjs/swagger';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { IsCurrency } from '../../common/money/is-currency.validator.js';

/** How to show a product. */
export class GetProductQuery {
  /**
   * Currency of the prices; by default the shop's. Variants without a price in it are omitted. If no variant has one,
   * the answer uses the shop's currency, which each price names and which a cart can use.
   */
  @ApiProperty({ required: false, example: 'EUR' })
  @IfPresent()
  @IsCurrency()
  currency?: string;
}
