import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CART_PROBLEMS, type CartProblem, type CartProblemCode } from '../problems.js';

/** One thing to mend before the cart can be ordered. */
export class CartProblemResponse implements CartProblem {
  /** Its stable name. */
  @ApiProperty({ enum: CART_PROBLEMS, enumName: 'CartProblemCode', example: 'insufficient_stock' })
  code: CartProblemCode;

  /** The line that it is about. */
  @ApiPropertyOptional({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  itemId?: string;

  /** One sentence for the shopper. */
  @ApiProperty({ example: 'Only a few of Harbour Tee - Blue / M are left.' })
  detail: string;
}
