import { MoneyDto } from '../../common/money/money.dto.js';

export class CartTotalsResponse {
  /** Price of the goods. */
  subtotal: MoneyDto;

  /** Amount taken off. */
  discount: MoneyDto;

  /** Price of the chosen shipping method; 0 until a method is chosen that serves the address. */
  shipping: MoneyDto;

  /** Tax on goods and shipping, rounded half up for each item and for shipping; 0 without an address. */
  tax: MoneyDto;

  /** Amount to pay. */
  total: MoneyDto;
}
