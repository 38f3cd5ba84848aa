import { IsInt, Max, Min } from 'class-validator';
import { Config, Env, integer } from '../common/config/settings.js';

/** How many units one order may hold, so that an unpaid order cannot keep the stock from all others, and what is told of them. */
@Config()
export class InventoryConfig {
  /** Most units of one variant in an order, for variants without their own limit. */
  @Env('ORDER_MAX_UNITS_PER_ITEM', integer)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxUnitsPerItem: number = 100;

  /** Most units in an order, of all variants together. */
  @Env('ORDER_MAX_UNITS', integer)
  @IsInt()
  @Min(1)
  @Max(100_000_000)
  maxUnitsPerOrder: number = 500;

  /** Up to this many units, shoppers learn that a few are left; above it carts round up to 2, 4, 8 ... times as many. */
  @Env('STOCK_FEW_UNITS', integer)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  fewUnits: number = 5;
}
