import { ApiProperty } from '@nestjs/swagger';
import { IsCurrency } from './is-currency.validator.js';
import { MoneyDto } from './money.dto.js';

/** What something is to cost from now on: money in a currency in force. */
export class PriceDto extends MoneyDto {
  /** ISO 4217 code of a currency in force. */
  @ApiProperty({ example: 'USD' })
  @IsCurrency()
  override currency: string;
}
