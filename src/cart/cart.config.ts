import { IsInt, Max, Min } from 'class-validator';
import { Config, Env, integer } from '../common/config/settings.js';

/** How long carts are kept. */
@Config()
export class CartConfig {
  /** Days after which a guest's untouched cart is deleted. */
  @Env('GUEST_CART_DAYS', integer)
  @IsInt()
  @Min(1)
  @Max(365)
  guestCartDays: number = 30;
}
