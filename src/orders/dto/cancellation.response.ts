import { ApiProperty } from '@nestjs/swagger';
import { money } from '../../common/money/money.js';
import { MoneyDto } from '../../common/money/money.dto.js';
import type { OrderCancellation } from '../entities/order-cancellation.entity.js';
import { ItemQuantityResponse } from './item-quantity.response.js';

export class CancellationResponse {
  /** Id of the cancellation. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b13' })
  id: string;

  /** Canceled items. */
  items: ItemQuantityResponse[];

  /** Amount that is no longer due for them: price minus discount, plus tax; never shipping. */
  amount: MoneyDto;

  /** Reason, if one was given. */
  @ApiProperty({ type: String, nullable: true, example: 'sold out' })
  reason: string | null;

  /** When the items were canceled. */
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
