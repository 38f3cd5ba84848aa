import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { SchemaFacts } from '../../common/openapi/schema-facts.js';
import { Text } from '../../common/http/validators.js';
import { MoneyDto } from '../../common/money/money.dto.js';
import { ItemQuantities, ItemQuantityDto } from '../../orders/index.js';

/** Money to give back. */
// The reason and at most one of the other two.
@SchemaFacts({ maxProperties: 2 })
export class RefundPaymentDto {
  /** All that is left unless given; what the items come to when they are. */
  @ApiPropertyOptional({ type: () => MoneyDto })
  @IfPresent()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  /**
   * Items that were paid for and are not sent: they are canceled, and their price less discount, with tax, goes back. For
   * sent items give the amount alone. Not together with `amount`.
   */
  @ItemQuantities()
  items?: ItemQuantityDto[];

  /** Why, in a few words. */
  @ApiProperty({ example: 'changed mind', minLength: 1, maxLength: 500 })
  @Text({ max: 500 })
  reason: string;
}
