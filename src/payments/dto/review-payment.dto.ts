import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Text } from '../../common/http/validators.js';

const DECISIONS = ['confirm', 'reject'] as const;
export type ReviewDecision = (typeof DECISIONS)[number];

export class ReviewPaymentDto {
  /** `confirm`: accept the provider's charge as it is. `reject`: return its money; the order can be paid again. */
  @ApiProperty({ enum: DECISIONS, example: 'confirm' })
  @IsIn(DECISIONS)
  decision: ReviewDecision;

  /** Why, for the order's history. */
  @ApiProperty({ example: 'agreed with the provider by phone', minLength: 1, maxLength: 500 })
  @Text({ max: 500 })
  reason: string;
}
