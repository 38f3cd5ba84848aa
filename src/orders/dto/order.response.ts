import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AddressDto } from '../../common/address/address.dto.js';
import type { DerivedSecret } from '../../common/http/derived-secret.js';
import { shownEmail } from '../../common/http/email-address.js';
import { MoneyDto } from '../../common/money/money.dto.js';
import type { Order } from '../entities/order.entity.js';
import {
  FULFILLMENT_STATUSES,
  type FulfillmentStatus,
  ORDER_PAYMENT_STATUSES,
  ORDER_STATUSES,
  type OrderPaymentStatus,
  type OrderStatus,
} from '../order-transitions.js';
import { CancellationResponse } from './cancellation.response.js';
import { FulfillmentResponse } from './fulfillment.response.js';
import { OrderEventResponse } from './order-event.response.js';
import { OrderItemResponse } from './order-item.response.js';

export class OrderTotalsResponse {
  /** Price of all items. */
  subtotal: MoneyDto;

  /** Amount taken off the items. */
  discount: MoneyDto;

  /** Shipping, before tax. */
  shipping: MoneyDto;

  /** Tax on items and shipping, added to the prices. */
  tax: MoneyDto;

  /** Amount to pay: subtotal - discount + shipping + tax. */
  total: MoneyDto;
}

export class OrderShippingMethodResponse {
  /** Id of the shipping method. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  id: string;

  /** Its name when the order was created. */
  @ApiProperty({ example: 'Standard' })
  name: string;
}

interface View {
  /** Given to the guest who made the order, in that answer only. */
  readonly accessToken?: DerivedSecret;
  readonly isStaff?: boolean;
}

export class OrderResponse {
  /** Id of the order. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  id: string;

  /** Short number for people; it opens nothing. */
  @ApiProperty({ example: '1001' })
  number: string;

  /** Status of the order; `completed` once nothing is left to send or to pay. */
  @ApiProperty({ enum: ORDER_STATUSES, example: 'pending_payment' })
  status: OrderStatus;

  /** Status of its payment. */
  @ApiProperty({ enum: ORDER_PAYMENT_STATUSES, example: 'none' })
  paymentStatus: OrderPaymentStatus;

  /** How much was sent; `fulfilled` when each unit is sent or canceled. */
  @ApiProperty({ enum: FULFILLMENT_STATUSES, example: 'unfulfilled' })
  fulfillmentStatus: FulfillmentStatus;

  /** Address that receives the messages about the order. */
  @ApiProperty({ format: 'idn-email', example: 'mara@example.com' })
  email: string;

  /** ISO 4217 code of all its amounts. */
  @ApiProperty({ example: 'USD' })
  currency: string;

  /** Ordered items, with their titles and prices of that time. */
  items: OrderItemResponse[];

  /** Amounts of the order. */
  totals: OrderTotalsResponse;

  /** Address that receives the goods. */
  shippingAddress: AddressDto;

  /** Address on the bill. */
  billingAddress: AddressDto;

  /** How the goods travel. */
  shippingMethod: OrderShippingMethodResponse;

  /** Goods that were sent. */
  fulfillments: FulfillmentResponse[];

  /** Items that were canceled while the rest of the order went on. */
  cancellations: CancellationResponse[];

  /** Part of the total that is no longer due; all of it in a canceled or expired order. What was paid is refunded. */
  canceledAmount: MoneyDto;

  /** Amount that the next payment is to bring; 0 once payments hold or took it all, or the order has ended. */
  due: MoneyDto;

  /** Opens this guest's order in the header `X-Order-Token`. Only the answer that created the order has it. */
  @ApiPropertyOptional({ type: String, example: 'pX2v0m3cJr0Yk0m3yWQJvC8kq3p2c1b9Zs7x5w4u3t2' })
  accessToken?: DerivedSecret;

  /** The customer's account, null for a guest. Only for staff. */
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, example: null })
  customerId?: string | null;

  /** Steps of the order, oldest first. Only for staff, on a single order. */
  @ApiPropertyOptional({ type: () => [OrderEventResponse] })
  history?: OrderEventResponse[];

  /** Set while the order should close, but the payment provider has not yet confirmed that it takes no money. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null })
  closeRequestedAt: Date | null;

  /** Whether the order accepts a payment now: its first, or another one after an authorization was lost. */
  @ApiProperty({ example: true })
  isPayable: boolean;

  /** Until then the order waits for a payment and holds its stock; later if an authorization was lost. */
  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-23T10:15:00.000Z' })
  expiresAt: Date;

  /** When the order was created. */
  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-23T10:00:00.000Z' })
  createdAt: Date;

  /** When its money was authorized or paid. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null })
  placedAt: Date | null;

  /** Increments with each change of the order. */
  @ApiProperty({ type: 'integer', example: 1 })
  version: number;

  static from(order: Order, { accessToken, isStaff }: View = {}): OrderResponse {
    return Object.assign(new OrderResponse(), {
      id: order.id,
      number: order.number,
      status: order.status,
      paymentStatus: order.paymentStatus,
      fulfillmentStatus: order.fulfillmentStatus,
      email: shownEmail(order.email),
      currency: order.currency,
      items: order.lines.map((line) => OrderItemResponse.from(line, order)),
      totals: {
        subtotal: order.money(order.subtotal),
        discount: order.money(order.discount),
        shipping: order.money(order.shipping),
        tax: order.money(order.tax),
        total: order.money(order.total),
      },
      shippingAddress: order.shippingAddress,
      billingAddress: order.billingAddress,
      shippingMethod: { id: order.shippingMethodId, name: order.shippingMethodName },
      fulfillments: order.fulfillments.map((fulfillment) => FulfillmentResponse.from(fulfillment)),
      cancellations: order.cancellations.map((canceled) =>
        CancellationResponse.from(canceled, order.currency),
      ),
      canceledAmount: order.money(order.isOff ? order.total : order.canceledAmount),
      due: order.money(order.due),
      ...(accessToken && { accessToken }),
      ...(isStaff === true && { customerId: order.customerId }),
      ...(isStaff === true &&
        order.events && { history: order.events.map((event) => OrderEventResponse.from(event)) }),
      closeRequestedAt: order.closeRequestedAt,
      isPayable: order.isPayable,
      expiresAt: order.expiresAt,
      createdAt: order.createdAt,
      placedAt: order.placedAt,
      version: order.version,
    });
  }
}
