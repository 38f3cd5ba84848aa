import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from '../../common/money/money.dto.js';
import type { Quote } from '../quote.js';

export class CartItemResponse {
  /** Id of the item in this cart. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  id: string;

  /** Id of the variant. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b12' })
  variantId: string;

  /** The merchant's stock code. */
  @ApiProperty({ example: 'TEE-BLUE-M' })
  sku: string;

  /** Title of the product, with the variant's options. */
  @ApiProperty({ example: 'Harbor T-shirt - Blue / M' })
  title: string;

  /** Number of units. */
  @ApiProperty({ type: 'integer', example: 2 })
  quantity: number;

  /** Current price of one unit, before tax; the last known price if the item is no longer for sale. */
  unitPrice: MoneyDto;

  /** Price of all units, before tax. */
  total: MoneyDto;

  static from({
    id,
    variantId,
    sku,
    title,
    quantity,
    unitPrice,
    total,
  }: Quote['items'][number]): CartItemResponse {
    return { id, variantId, sku, title, quantity, unitPrice, total };
  }
}
