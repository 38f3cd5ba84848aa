import { MoneyDto } from '../../common/money/money.dto.js';

/** What it all costs: `total` is `subtotal` less `discount` plus `shipping` and `tax`. */
export class CartTotalsResponse {
  /** The goods. */
  subtotal: MoneyDto;

  /** What is taken off. */
  discount: MoneyDto;

  /** The chosen shipping method; 0 until one is chosen that serves the address. */
  shipping: MoneyDto;

  /** Of the goods and of shipping; 0 until there is an address. */
  tax: MoneyDto;

  /** What is to be paid. */
  total: MoneyDto;
}
