import { ApiProperty } from '@nestjs/swagger';
import { money } from '../../common/money/money.js';
import { MoneyDto } from '../../common/money/money.dto.js';
import type { OrderCancellation } from '../entities/order-cancellation.entity.js';
import { ItemQuantityResponse } from './item-quantity.response.js';

/** Items that were canceled together while the rest of the order went on. */
export class CancellationResponse {
  /** The cancellation. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b13' })
  id: string;

  /** What was canceled. */
  items: ItemQuantityResponse[];

  /** What is no longer to be paid for it: price less discount, with tax; never shipping. */
  amount: MoneyDto;

  /** Why, if somebody said. */
  @ApiProperty({ type: String, nullable: true, example: 'sold out' })
  reason: string | null;

  /** When. */
  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-24T09:30:00.000Z' })
  createdAt: Date;

  static from({ id, items, amount, reason, createdAt }: OrderCancellation, currency: string) {
    return Object.assign(new CancellationResponse(), {
      id,
      items: items.map((item) => ItemQuantityResponse.from(item)),
      amount: money(amount, currency),
      reason,
      createdAt,
    });
  }
}
