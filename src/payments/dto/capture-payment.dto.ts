import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsObject, ValidateNested } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { MoneyDto } from '../../common/money/money.dto.js';
import { OptionalBody } from '../../common/http/validation/optional-body.decorator.js';

/** How much of the authorized money to take. */
@OptionalBody()
export class CapturePaymentDto {
  /** All that is left unless given. */
  @ApiPropertyOptional({ type: () => MoneyDto })
  @IfPresent()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  /** Lets go whatever is left of the authorization afterwards. */
  @ApiPropertyOptional({ example: false, default: false })
  @IfPresent()
  @IsBoolean()
  isFinal?: boolean;
}
