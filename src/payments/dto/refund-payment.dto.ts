import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { SchemaFacts } from '../../common/openapi/schema-facts.js';
import { Text } from '../../common/http/validators.js';
import { MoneyDto } from '../../common/money/money.dto.js';
import { ItemQuantities, ItemQuantityDto } from '../../orders/index.js';

// The reason and at most one of the other two.
@SchemaFacts({ maxProperties: 2 })
export class RefundPaymentDto {
  /** Amount to refund. Default: the whole rest, or the value of `items`. */
  @ApiPropertyOptional({ type: () => MoneyDto })
  @IfPresent()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  /** Paid items that were not sent, to cancel; their price with tax is refunded. For sent items give `amount` instead. */
  @ItemQuantities()
  items?: ItemQuantityDto[];

  /** Why, in a few words. */
  @ApiProperty({ example: 'changed mind', minLength: 1, maxLength: 500 })
  @Text({ max: 500 })
  reason: string;
}
