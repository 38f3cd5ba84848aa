import { ApiProperty } from '@nestjs/swagger';
import { AddressDto } from '../../common/address/address.dto.js';
import { shownEmail } from '../../common/http/email-address.js';
import type { Quote } from '../quote.js';
import { CartItemResponse } from './cart-item.response.js';
import { CartProblemResponse } from './cart-problem.response.js';
import { CartTotalsResponse } from './cart-totals.response.js';

/** A cart at the prices of this moment. */
export class CartResponse {
  /** A guest's cart opens to whoever knows this id: keep it as a secret. */
  @ApiProperty({ format: 'uuid', example: 'd9428888-122b-41e1-b85c-61f2b1f3c8a1' })
  id: string;

  /** `open`; `ordered` or `merged` (into the cart of the customer who claimed it) take no more changes. */
  @ApiProperty({ enum: ['open', 'ordered', 'merged'], example: 'open' })
  status: string;

  /** ISO 4217 code of every amount in it. */
  @ApiProperty({ example: 'USD' })
  currency: string;

  /** Where the order's messages will go. */
  @ApiProperty({ type: 'string', nullable: true, example: 'mara@example.com' })
  email: string | null;

  /** One item for each variant, in the order in which they came. */
  items: CartItemResponse[];

  /** Codes of coupons. Empty: the shop has none yet. */
  @ApiProperty({ type: [String], example: [] })
  coupons: string[];

  /** Where the goods go. */
  @ApiProperty({ type: () => AddressDto, nullable: true })
  shippingAddress: AddressDto | null;

  /** Where the bill goes; null means the shipping address. */
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

  /** What it costs now. An order is made at these amounts, or refused with the new ones. */
  totals: CartTotalsResponse;

  /** What keeps it from being ordered; empty when it is ready. */
  problems: CartProblemResponse[];

  /** Rises with each change of the cart; prices and stock change without it. */
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
