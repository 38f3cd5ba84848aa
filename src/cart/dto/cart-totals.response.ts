import { MoneyDto } from '../../common/money/money.dto.js';

/** The amounts of the cart: `total` is `subtotal` minus `discount` plus `shipping` and `tax`. */
export class CartTotalsResponse {
  /** Price of the goods. */
  subtotal: MoneyDto;

  /** Amount taken off. */
  discount: MoneyDto;

  /** Price of the chosen shipping method; 0 until a method is chosen that serves the address. */
  shipping: MoneyDto;

  /**
   * Tax on goods and shipping at one rate, rounded half up for each item and once for shipping; 0 until there is an
   * address.
   */
  tax: MoneyDto;

  /** Amount to pay. */
  total: MoneyDto;
}
