import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from '../../common/money/money.dto.js';
import { money } from '../../common/money/money.js';

/** What it all costs: `total` is `subtotal` less `discount` plus `shipping` and `tax`. */
export class CartTotalsResponse {
  /** The goods. */
  @ApiProperty({ type: () => MoneyDto, example: money(3998, 'USD') })
  subtotal: MoneyDto;

  /** What is taken off. */
  @ApiProperty({ type: () => MoneyDto, example: money(0, 'USD') })
  discount: MoneyDto;

  /** The chosen shipping method; 0 until one is chosen that serves the address. */
  @ApiProperty({ type: () => MoneyDto, example: money(500, 'USD') })
  shipping: MoneyDto;

  /**
   * Of the goods and of shipping, at one rate, rounded half up for each line and once for shipping; 0 until there is an
   * address.
   */
  @ApiProperty({ type: () => MoneyDto, example: money(399, 'USD') })
  tax: MoneyDto;

  /** What is to be paid. */
  @ApiProperty({ type: () => MoneyDto, example: money(4897, 'USD') })
  total: MoneyDto;
}
