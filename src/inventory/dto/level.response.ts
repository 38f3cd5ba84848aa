import { ApiProperty } from '@nestjs/swagger';
import type { Level } from '../levels.repository.js';

export class LevelResponse {
  @ApiProperty({ format: 'uuid', example: '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90' })
  variantId: string;

  /** The merchant's stock code. */
  @ApiProperty({ example: 'TEE-BLUE-M' })
  sku: string;

  /** Units on the shelf, with the reserved ones. */
  @ApiProperty({ type: 'integer', example: 25 })
  onHand: number;

  /** Units of these that unpaid orders hold. */
  @ApiProperty({ type: 'integer', example: 3 })
  reserved: number;

  /** Units that a new order can have: `onHand` minus `reserved`. */
  @ApiProperty({ type: 'integer', example: 22 })
  available: number;

  /** Most units that one order may have; null applies the shop's limit, `ORDER_MAX_UNITS_PER_ITEM`. */
  @ApiProperty({ type: 'integer', nullable: true, example: null })
  maxPerOrder: number | null;

  /** Increments with `onHand` and `maxPerOrder`, not with reservations. Send it as `If-Match` to set the count. */
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
