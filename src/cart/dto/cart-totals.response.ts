import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from '../../common/money/money.dto.js';
import { money } from '../../common/money/money.js';

/** The amounts of the cart: `total` is `subtotal` minus `discount` plus `shipping` and `tax`. */
export class CartTotalsResponse {
  /** Price of the goods. */
  @ApiProperty({ type: () => MoneyDto, example: money(3998, 'USD') })
  subtotal: MoneyDto;

  /** Amount taken off. */
  @ApiProperty({ type: () => MoneyDto, example: money(0, 'USD') })
  discount: MoneyDto;

  /** Price of the chosen shipping method; 0 until a method is chosen that serves the address. */
  @ApiProperty({ type: () => MoneyDto, example: money(500, 'USD') })
  shipping: MoneyDto;

  /**
   * Tax on goods and shipping at one rate, rounded half up for each item and once for shipping; 0 until there is an
   * address.
   */
  @ApiProperty({ type: () => MoneyDto, example: money(399, 'USD') })
  tax: MoneyDto;

  /** Amount to pay. */
  @ApiProperty({ type: () => MoneyDto, example: money(4897, 'USD') })
  total: MoneyDto;
}
