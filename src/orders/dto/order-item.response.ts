import { ApiProperty } from '@nestjs/swagger';
import { money } from '../../common/money/money.js';
import { MoneyDto } from '../../common/money/money.dto.js';
import type { Order } from '../entities/order.entity.js';
import type { OrderLine } from '../entities/order-line.entity.js';

/** One item of an order. */
export class OrderItemResponse {
  /** The item. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  id: string;

  /** The variant that was bought. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b12' })
  variantId: string;

  /** Its stock code then. */
  @ApiProperty({ example: 'TEE-M' })
  sku: string;

  /** Its name then. */
  @ApiProperty({ example: 'Plain tee - M' })
  title: string;

  /** Units bought. */
  @ApiProperty({ type: 'integer', example: 2 })
  quantity: number;

  /** Units sent so far. */
  @ApiProperty({ type: 'integer', example: 0 })
  fulfilledQuantity: number;

  /** Units canceled: they are neither sent nor to be paid. All that were not sent, of an order that is off. */
  @ApiProperty({ type: 'integer', example: 0 })
  canceledQuantity: number;

  /** Price of one unit, before tax. */
  unitPrice: MoneyDto;

  /** Unit price times quantity. */
  subtotal: MoneyDto;

  /** Taken off the subtotal. */
  discount: MoneyDto;

  /** Tax on what remains, added to it. */
  tax: MoneyDto;

  /** Subtotal - discount, before tax. */
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
