import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from '../../common/money/money.dto.js';
import { money } from '../../common/money/money.js';
import type { Quote } from '../quote.js';

/** An item of a cart. */
export class CartItemResponse {
  /** Names the item in this cart. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  id: string;

  /** The variant that is bought. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b12' })
  variantId: string;

  /** Its stock code. */
  @ApiProperty({ example: 'TEE-BLUE-M' })
  sku: string;

  /** Product and options. */
  @ApiProperty({ example: 'Harbour Tee - Blue / M' })
  title: string;

  /** Units. */
  @ApiProperty({ type: 'integer', example: 2 })
  quantity: number;

  /** Price of a unit now, before tax; the last known one when it is no longer for sale. */
  unitPrice: MoneyDto;

  /** What the item's goods cost, before tax. */
  @ApiProperty({ type: () => MoneyDto, example: money(3998, 'USD') })
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
