import { ApiProperty } from '@nestjs/swagger';
import { AddressDto } from '../../common/address/address.dto.js';
import { shownEmail } from '../../common/http/email-address.js';
import type { LeftItem, MergedCart } from '../cart-merging.service.js';
import { CartResponse } from './cart.response.js';

/** An item that could not come along: it is not sold in the currency of the cart. */
export class LeftItemResponse implements LeftItem {
  /** The variant. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  variantId: string;

  /** The merchant's stock code. */
  @ApiProperty({ example: 'TEE-BLUE-M' })
  sku: string;

  /** What it is called. */
  @ApiProperty({ example: 'Harbour Tee - Blue / M' })
  title: string;

  /** Units that were in the other cart. */
  @ApiProperty({ type: 'integer', example: 2 })
  quantity: number;
}

/** What the two carts said, and the merged one goes on without. */
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

  /** Lines that are not sold in the cart's currency. */
  @ApiProperty({ type: () => [LeftItemResponse] })
  items: LeftItemResponse[];
}

/** A cart after the items of another one came to it, with what did not become a part of it. */
export class MergedCartResponse extends CartResponse {
  /** What was given up for newer details or another currency; null and empty where nothing was. */
  @ApiProperty({ type: () => SetAsideResponse })
  setAside: SetAsideResponse;

  /** The currency that the other cart's items had, when they were priced anew in this one's; else null. */
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
