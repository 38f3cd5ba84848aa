import { ApiProperty } from '@nestjs/swagger';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { IsCurrency } from '../../common/money/is-currency.validator.js';

/** How a product is to be shown. */
export class GetProductQuery {
  /**
   * Currency of the prices; the shop's own when left out. Variants without a price in it are not shown; where none has
   * one, the product is shown in the shop's currency, as each price says, in which a cart can take it.
   */
  @ApiProperty({ required: false, example: 'EUR' })
  @IfPresent()
  @IsCurrency()
  currency?: string;
}
