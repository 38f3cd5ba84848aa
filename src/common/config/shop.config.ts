import { Config, Env } from './settings.js';
import { IsCurrency } from '../money/is-currency.validator.js';

/** What the whole shop agrees on. */
@Config()
export class ShopConfig {
  /** ISO 4217 code of the currency that prices are shown and carts are kept in, unless the client names another. */
  @Env('SHOP_CURRENCY')
  @IsCurrency()
  currency: string = 'USD';
}
