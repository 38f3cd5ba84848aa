import { ApiProperty } from '@nestjs/swagger';
import { AddressDto } from '../../common/address/address.dto.js';
import { shownEmail } from '../../common/http/email-address.js';
import type { Quote } from '../quote.js';
import { CartItemResponse } from './cart-item.response.js';
import { CartProblemResponse } from './cart-problem.response.js';
import { CartTotalsResponse } from './cart-totals.response.js';

export class CartResponse {
  /** Id of the cart. A guest's cart opens to everyone who knows it: keep it secret. */
  @ApiProperty({ format: 'uuid', example: 'd9428888-122b-41e1-b85c-61f2b1f3c8a1' })
  id: string;

  /** `open`, or closed for changes: `ordered`, or `merged` into the cart of the customer who claimed it. */
  @ApiProperty({ enum: ['open', 'ordered', 'merged'], example: 'open' })
  status: string;

  /** ISO 4217 code of every amount in the cart. */
  @ApiProperty({ example: 'USD' })
  currency: string;

  /** Address that receives the messages about the order. */
  @ApiProperty({ type: 'string', nullable: true, example: 'mara@example.com' })
  email: string | null;

  /** One item for each variant, in the order in which they were added. */
  items: CartItemResponse[];

  /** Codes of coupons; empty, because the shop has none yet. */
  @ApiProperty({ type: [String], example: [] })
  coupons: string[];

  /** Address that receives the goods. */
  @ApiProperty({ type: () => AddressDto, nullable: true })
  shippingAddress: AddressDto | null;

  /** Address on the bill; null means the shipping address. */
  @ApiProperty({ type: () => AddressDto, nullable: true, example: null })
  billingAddress: AddressDto | null;

  /** The chosen shipping method. */
  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11',
  })
  shippingMethodId: string | null;

  /** Current amounts. An order is placed at these amounts, or refused with the new ones. */
  totals: CartTotalsResponse;

  /** What prevents an order; empty when the cart is ready. */
  problems: CartProblemResponse[];

  /** Increments with each change of the cart; changes of prices and stock do not count. */
  @ApiProperty({ type: 'integer', example: 3 })
  version: number;

  static from({ cart, items, totals, problems }: Quote): CartResponse {
    return {
      id: cart.id,
      status: cart.status,
      currency: cart.currency,
      email: cart.email === null ? null : shownEmail(cart.email),
      items: items.map((item) => CartItemResponse.from(item)),
      coupons: [],
      shippingAddress: cart.shippingAddress,
      billingAddress: cart.billingAddress,
      shippingMethodId: cart.shippingMethodId,
      totals,
      problems: [...problems],
      version: cart.version,
    };
  }
}
