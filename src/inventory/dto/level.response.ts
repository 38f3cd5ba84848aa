import { ApiProperty } from '@nestjs/swagger';
import type { Level } from '../levels.repository.js';

/** How many units of a variant there are. */
export class LevelResponse {
  @ApiProperty({ format: 'uuid', example: '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90' })
  variantId: string;

  /** The merchant's stock code. */
  @ApiProperty({ example: 'TEE-BLUE-M' })
  sku: string;

  /** Units on the shelf. */
  @ApiProperty({ type: 'integer', example: 25 })
  onHand: number;

  /** Units of those that unpaid orders hold. */
  @ApiProperty({ type: 'integer', example: 3 })
  reserved: number;

  /** Units that a new order can have: `onHand` less `reserved`. */
  @ApiProperty({ type: 'integer', example: 22 })
  available: number;

  /** Units that one order may have of the variant; null where the shop's own limit holds, `ORDER_MAX_UNITS_PER_ITEM`. */
  @ApiProperty({ type: 'integer', nullable: true, example: null })
  maxPerOrder: number | null;

  /** Rises when `onHand` or `maxPerOrder` changes; reservations alone leave it. Send it as `If-Match` to set the count. */
  @ApiProperty({ type: 'integer', example: 4 })
  version: number;

  static from({ variantId, sku, onHand, reserved, maxPerOrder, version }: Level): LevelResponse {
    return Object.assign(new LevelResponse(), {
      variantId,
      sku,
      onHand,
      reserved,
      available: onHand - reserved,
      maxPerOrder,
      version,
    });
  }
}
