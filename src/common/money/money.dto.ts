import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { IsRecordedCurrency } from './is-currency.validator.js';
import { MAX_AMOUNT, type Money } from './money.js';

/** An amount of money: integer minor units and an ISO 4217 code. */
export class MoneyDto implements Money {
  /** Minor units: 1999 is 19.99 in USD, and 1,999 in JPY. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_AMOUNT, example: 1999 })
  @IsInt()
  @Min(0)
  @Max(MAX_AMOUNT)
  amount: number;

  /** ISO 4217 code. */
  @ApiProperty({ example: 'USD' })
  @IsRecordedCurrency()
  currency: string;
}
