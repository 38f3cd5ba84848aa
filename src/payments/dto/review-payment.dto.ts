import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Text } from '../../common/http/validators.js';

const DECISIONS = ['confirm', 'reject'] as const;
export type ReviewDecision = (typeof DECISIONS)[number];

/** What a person has found out about a payment under review. */
export class ReviewPaymentDto {
  /**
   * `confirm`: the provider's charge counts as it stands there, also where it is about less than was asked for. `reject`:
   * what is held is let go, what was taken goes back, and the order can be paid anew.
   */
  @ApiProperty({ enum: DECISIONS, example: 'confirm' })
  @IsIn(DECISIONS)
  decision: ReviewDecision;

  /** Why, for the order's history. */
  @ApiProperty({ example: 'agreed with the provider by phone', minLength: 1, maxLength: 500 })
  @Text({ max: 500 })
  reason: string;
}
