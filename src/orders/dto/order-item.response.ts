import { ApiProperty } from '@nestjs/swagger';
import { money } from '../../common/money/money.js';
import { MoneyDto } from '../../common/money/money.dto.js';
import type { Order } from '../entities/order.entity.js';
import type { OrderLine } from '../entities/order-line.entity.js';

export class OrderItemResponse {
  /** Id of the item. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  id: string;

  /** Id of the variant. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b12' })
  variantId: string;

  /** The merchant's stock code when it was ordered. */
  @ApiProperty({ example: 'TEE-BLUE-M' })
  sku: string;

  /** Title of the item when it was ordered. */
  @ApiProperty({ example: 'Harbor T-shirt - Blue / M' })
  title: string;

  /** Ordered units. */
  @ApiProperty({ type: 'integer', example: 2 })
  quantity: number;

  /** Units sent so far. */
  @ApiProperty({ type: 'integer', example: 0 })
  fulfilledQuantity: number;

  /** Canceled units: they are neither sent nor due. In a canceled or expired order, all units that were not sent. */
  @ApiProperty({ type: 'integer', example: 0 })
  canceledQuantity: number;

  /** Price of one unit, before tax. */
  unitPrice: MoneyDto;

  /** Unit price times quantity. */
  subtotal: MoneyDto;

  /** Amount taken off the subtotal. */
  discount: MoneyDto;

  /** Tax on subtotal minus discount, added to it. */
  tax: MoneyDto;

  /** Subtotal minus discount, before tax. */
  total: MoneyDto;

  static from(line: OrderLine, { currency, isOff }: Pick<Order, 'currency' | 'isOff'>): OrderItemResponse {
    return Object.assign(new OrderItemResponse(), {
      id: line.id,
      variantId: line.variantId,
      sku: line.sku,
      title: line.title,
      quantity: line.quantity,
      fulfilledQuantity: line.fulfilledQuantity,
      canceledQuantity: isOff ? line.quantity - line.fulfilledQuantity : line.canceledQuantity,
      unitPrice: money(line.unitPrice, currency),
      subtotal: money(line.subtotal, currency),
      discount: money(line.discount, currency),
      tax: money(line.tax, currency),
      total: money(line.total, currency),
    });
  }
}
