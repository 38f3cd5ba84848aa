import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CART_PROBLEMS, type CartProblem, type CartProblemCode } from '../problems.js';

export class CartProblemResponse implements CartProblem {
  /** Stable code of the problem. */
  @ApiProperty({ enum: CART_PROBLEMS, enumName: 'CartProblemCode', example: 'insufficient_stock' })
  code: CartProblemCode;

  /** The item that has the problem. */
  @ApiPropertyOptional({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  itemId?: string;

  /** One sentence to show to the shopper. */
  @ApiProperty({ example: 'Only a few of Harbor T-shirt - Blue / M are left.' })
  detail: string;
}
