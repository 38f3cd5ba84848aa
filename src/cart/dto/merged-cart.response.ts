import { ApiProperty, PickType } from '@nestjs/swagger';
import { AddressDto } from '../../common/address/address.dto.js';
import { shownEmail } from '../../common/http/email-address.js';
import type { LeftItem, MergedCart } from '../cart-merging.service.js';
import { CartItemResponse } from './cart-item.response.js';
import { CartResponse } from './cart.response.js';

export class LeftItemResponse
  extends PickType(CartItemResponse, ['variantId', 'sku', 'title'])
  implements LeftItem
{
  /** Number of units in the other cart. */
  @ApiProperty({ type: 'integer', example: 2 })
  quantity: number;
}

export class SetAsideResponse {
  /** The older e-mail address. */
  @ApiProperty({ type: 'string', nullable: true, example: 'old@example.com' })
  email: string | null;

  /** The older shipping address. */
  @ApiProperty({ type: () => AddressDto, nullable: true })
  shippingAddress: AddressDto | null;

  /** The shipping method that was chosen for the older address. */
  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, example: null })
  shippingMethodId: string | null;

  /** The older billing address. */
  @ApiProperty({ type: () => AddressDto, nullable: true, example: null })
  billingAddress: AddressDto | null;

  /** Items that are not sold in the cart's currency. */
  @ApiProperty({ type: () => [LeftItemResponse] })
  items: LeftItemResponse[];
}

export class MergedCartResponse extends CartResponse {
  /** What was dropped for newer details or another currency; null and empty where nothing was dropped. */
  @ApiProperty({ type: () => SetAsideResponse })
  setAside: SetAsideResponse;

  /** The former currency of the other cart's items, if they now have prices in this cart's currency; otherwise null. */
  @ApiProperty({ type: 'string', nullable: true, example: null })
  repricedFrom: string | null;

  static override from({ setAside, left, repricedFrom, ...quote }: MergedCart): MergedCartResponse {
    const email = setAside.email === null ? null : shownEmail(setAside.email);
    return Object.assign(CartResponse.from(quote), {
      setAside: { ...setAside, email, items: left.map(leftItem) },
      repricedFrom,
    });
  }
}

const leftItem = ({ variantId, sku, title, quantity }: LeftItem): LeftItemResponse => ({
  variantId,
  sku,
  title,
  quantity,
});
