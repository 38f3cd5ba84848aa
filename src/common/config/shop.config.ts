import { Config, Env } from './settings.js';
import { IsCurrency } from '../money/is-currency.validator.js';

/** Settings of the whole shop. */
@Config()
export class ShopConfig {
  /** ISO 4217 code of the currency of prices and carts, unless the client names another. */
  @Env('SHOP_CURRENCY')
  @IsCurrency()
  currency: string = 'USD';
}
