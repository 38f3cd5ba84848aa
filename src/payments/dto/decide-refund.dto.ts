import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Text } from '../../common/http/validators.js';
import { REFUSAL_DECISIONS, type RefusalDecision } from '../entities/payment-operation.entity.js';

export class DecideRefundDto {
  /** `retry`: ask the provider again with a new refund. `settle`: the buyer got the money in another way. */
  @ApiProperty({ enum: REFUSAL_DECISIONS, example: 'settle' })
  @IsIn(REFUSAL_DECISIONS)
  decision: RefusalDecision;

  /** Why, or how. */
  @ApiProperty({ example: 'by bank transfer of 12 March', minLength: 1, maxLength: 500 })
  @Text({ max: 500 })
  reason: string;
}
