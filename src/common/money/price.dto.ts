import { ApiProperty } from '@nestjs/swagger';
import { IsCurrency } from './is-currency.validator.js';
import { MoneyDto } from './money.dto.js';

export class PriceDto extends MoneyDto {
  /** ISO 4217 code of a currency in force. */
  @ApiProperty({ example: 'USD' })
  @IsCurrency()
  override currency: string;
}
