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

/** What an order costs, by part; frozen when it was made. */
export class OrderTotalsResponse {
  /** All items at their unit prices. */
  subtotal: MoneyDto;

  /** Taken off the items. */
  discount: MoneyDto;

  /** Shipping, before tax. */
  shipping: MoneyDto;

  /** Tax on items and shipping, added to the prices. */
  tax: MoneyDto;

  /** To be paid: subtotal - discount + shipping + tax. */
  total: MoneyDto;
}

/** How the goods travel. */
export class OrderShippingMethodResponse {
  /** The shipping method. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  id: string;

  /** Its name when the order was made. */
  @ApiProperty({ example: 'Standard' })
  name: string;
}

/** For whom an answer is made. */
interface View {
  /** Given to the guest who made the order, in that answer alone. */
  readonly accessToken?: DerivedSecret;
  /** Adds what is for staff. */
  readonly isStaff?: boolean;
}

/** An order. */
export class OrderResponse {
  /** The order. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  id: string;

  /** For people: short, and no key to anything. */
  @ApiProperty({ example: '1001' })
  number: string;

  /** Where the order stands; `completed` once nothing of it is left to send or to pay. */
  @ApiProperty({ enum: ORDER_STATUSES, example: 'pending_payment' })
  status: OrderStatus;

  /** How its money stands. */
  @ApiProperty({ enum: ORDER_PAYMENT_STATUSES, example: 'none' })
  paymentStatus: OrderPaymentStatus;

  /** How far its goods have gone; `fulfilled` when each unit is sent or canceled. */
  @ApiProperty({ enum: FULFILLMENT_STATUSES, example: 'unfulfilled' })
  fulfillmentStatus: FulfillmentStatus;

  /** Where news of the order go. */
  @ApiProperty({ format: 'idn-email', example: 'mara@example.com' })
  email: string;

  /** ISO 4217 code of all its amounts. */
  @ApiProperty({ example: 'USD' })
  currency: string;

  /** What was bought, as it was called and priced then. */
  items: OrderItemResponse[];

  /** What it costs. */
  totals: OrderTotalsResponse;

  /** Where the goods go. */
  shippingAddress: AddressDto;

  /** Where the bill goes. */
  billingAddress: AddressDto;

  /** How the goods travel. */
  shippingMethod: OrderShippingMethodResponse;

  /** Goods that have left. */
  fulfillments: FulfillmentResponse[];

  /** Items that were canceled while the rest of the order went on. */
  cancellations: CancellationResponse[];

  /** What of the total is no longer to be paid; all of it, of an order that is off. Paid before, it goes back. */
  canceledAmount: MoneyDto;

  /** Opens this guest order in the header `X-Order-Token`; shown to whoever orders, and never again. */
  @ApiPropertyOptional({ type: String, example: 'pX2v0m3cJr0Yk0m3yWQJvC8kq3p2c1b9Zs7x5w4u3t2' })
  accessToken?: DerivedSecret;

  /** The customer's account, null for a guest. For staff. */
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, example: null })
  customerId?: string | null;

  /** What happened to the order, oldest first. For staff, on a single order. */
  @ApiPropertyOptional({ type: () => [OrderEventResponse] })
  history?: OrderEventResponse[];

  /** Set while the order is to be closed and the payment provider has not confirmed that nothing will be taken. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null })
  closeRequestedAt: Date | null;

  /** Takes a payment now: it waits for its first, or for another one after an authorization was lost. */
  @ApiProperty({ example: true })
  isPayable: boolean;

  /** Until then an order waits for a payment, and holds its stock; later when an authorization was lost. */
  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-23T10:15:00.000Z' })
  expiresAt: Date;

  /** When the order was made. */
  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-23T10:00:00.000Z' })
  createdAt: Date;

  /** When its money was secured. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null })
  placedAt: Date | null;

  /** Rises with each change of the order. */
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
