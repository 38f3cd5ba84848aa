import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import type { ConfirmOutcome } from '../providers/payment-provider.js';
import { OptionalBody } from '../../common/http/validation/optional-body.decorator.js';

const OUTCOMES = ['success', 'decline'] as const;

@OptionalBody()
export class ConfirmPaymentDto {
  /** Test provider only: the outcome of the confirmation. Default: `success`. */
  @ApiPropertyOptional({ enum: OUTCOMES, example: 'success' })
  @IfPresent()
  @IsIn(OUTCOMES)
  outcome?: ConfirmOutcome;
}
