import { IsInt, Max, Min } from 'class-validator';
import { Config, Env, integer } from '../common/config/settings.js';

/** How much of the stock one order may take: whoever does not pay must not keep it from everybody else. */
@Config()
export class InventoryConfig {
  /** Units of one variant in an order, where staff have set no limit for that variant. */
  @Env('ORDER_MAX_UNITS_PER_ITEM', integer)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxUnitsPerItem: number = 100;

  /** Units of an order, of all its variants together. */
  @Env('ORDER_MAX_UNITS', integer)
  @IsInt()
  @Min(1)
  @Max(100_000_000)
  maxUnitsPerOrder: number = 500;
}
