import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsObject, ValidateNested } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { MoneyDto } from '../../common/money/money.dto.js';
import { OptionalBody } from '../../common/http/validation/optional-body.decorator.js';

@OptionalBody()
export class CapturePaymentDto {
  /** Amount to capture; the whole rest by default. */
  @ApiPropertyOptional({ type: () => MoneyDto })
  @IfPresent()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  /** Releases the rest of the authorization afterwards. */
  @ApiPropertyOptional({ example: false, default: false })
  @IfPresent()
  @IsBoolean()
  isFinal?: boolean;
}
