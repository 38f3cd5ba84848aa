import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { DescribedTag } from '../common/http/tag.decorator.js';
import { CartClosed, CartNotReady } from '../cart/index.js';
import { BodyLimit } from '../common/http/body-limit.decorator.js';
import { Public, RequirePermission, SignedIn } from '../common/http/access.decorator.js';
import { AmountTooLarge, NotFound } from '../common/errors/errors.js';
import { Etagged } from '../common/http/etag.interceptor.js';
import { Idempotent } from '../common/http/idempotency/idempotent.decorator.js';
import { ApiPage, Page } from '../common/http/pagination.js';
import { CurrentUser, type Principal } from '../common/http/principal.js';
import { Located } from '../common/http/located.decorator.js';
import { Problems } from '../common/http/problems.decorator.js';
import { ClientNetwork } from '../common/http/rate-limit/client-network.decorator.js';
import { ordersLimit } from '../common/http/rate-limit/rate-limit-rules.js';
import { RateLimit } from '../common/http/rate-limit/rate-limit.guard.js';
import { UuidParam } from '../common/http/uuid-param.js';
import { HoldTooLarge, InsufficientStock } from '../inventory/index.js';
import { CancellationService } from './cancellation/cancellation.service.js';
import { CancelOrderDto } from './dto/cancel-order.dto.js';
import { FulfillOrderDto } from './dto/fulfill-order.dto.js';
import { ListOrdersQuery } from './dto/list-orders.query.js';
import { OrderResponse } from './dto/order.response.js';
import { PlaceOrderDto } from './dto/place-order.dto.js';
import { FulfillmentService } from './fulfillment/fulfillment.service.js';
import { type OrderAccess, ProvenAccess } from './order-access.js';
import {
  CancellationExceedsOpen,
  CartNotFound,
  FulfillmentExceedsOrdered,
  OrderItemNotFound,
  OrderNotCancelable,
  OrderNotFulfillable,
  PriceChanged,
  TooManyOpenOrders,
  TooManyUnitsHeld,
} from './orders.errors.js';
import { OrdersService } from './orders.service.js';

const namesItems = (body: unknown): boolean => (body as CancelOrderDto | undefined)?.items !== undefined;

@DescribedTag('orders', 'Place an order and follow it, cancel or reopen it, and send its goods as staff.')
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly cancellations: CancellationService,
    private readonly fulfillments: FulfillmentService,
  ) {}

  /** Order the items of a cart: prices are frozen, and stock is held until the order is paid or expires */
  @Post()
  @Public()
  @RateLimit(ordersLimit)
  @Idempotent({ required: true })
  @Problems(
    CartNotFound,
    CartClosed,
    CartNotReady,
    AmountTooLarge,
    PriceChanged,
    TooManyOpenOrders,
    TooManyUnitsHeld,
    InsufficientStock,
    HoldTooLarge,
  )
  @Located('/orders/{id}')
  @ApiCreatedResponse({ type: OrderResponse })
  async placeOrder(
    @Body() dto: PlaceOrderDto,
    @ClientNetwork() network: string,
    @CurrentUser() user?: Principal,
  ): Promise<OrderResponse> {
    const { order, accessToken } = await this.orders.orderCart(dto, user, network);
    return OrderResponse.from(order, { accessToken });
  }

  /** List orders, newest first: the customer's own, or all for staff with `orders:read` */
  @Get()
  @SignedIn()
  @ApiPage(OrderResponse)
  async listOrders(
    @Query() query: ListOrdersQuery,
    @CurrentUser() user: Principal,
  ): Promise<Page<OrderResponse>> {
    const page = await this.orders.list(query, user);
    const isStaff = user.permissions.has('orders:read');
    return page.map((order) => OrderResponse.from(order, { isStaff }));
  }

  /** Read an order, as its customer, with its token, or as staff with `orders:read` */
  @Get(':id')
  @Public()
  @Etagged()
  @Problems(NotFound)
  @ApiOkResponse({ type: OrderResponse })
  async getOrder(@UuidParam('id') id: string, @ProvenAccess() access: OrderAccess): Promise<OrderResponse> {
    return OrderResponse.from(await this.orders.get(id, access), { isStaff: access.staff });
  }

  /**
   * Cancel an order before it is sent, or items of a placed order; paid money is refunded
   * @remarks Without `items` it cancels the whole order, as long as nothing was sent: the stock is freed and all money
   * is refunded, shipping too. With `items` it cancels only these units of a placed order; the shopper may do this
   * until goods are sent, staff until these units are sent. The units go back in stock, and their price minus discount,
   * plus tax, is no longer due: it is refunded if it was paid, and not captured if it was only authorized. Shipping
   * stays due, unless nothing was sent and no unit is left: that cancels the order. With `items` the `Idempotency-Key`
   * is required.
   */
  @Post(':id/cancellation')
  @HttpCode(200)
  @Public()
  @BodyLimit(128)
  @Idempotent({ required: (body) => namesItems(body) })
  @Problems(NotFound, OrderNotCancelable, OrderItemNotFound, CancellationExceedsOpen)
  @ApiOkResponse({ type: OrderResponse })
  async cancelOrder(
    @UuidParam('id') id: string,
    @ProvenAccess('orders:cancel') access: OrderAccess,
    @Body() dto: CancelOrderDto,
  ): Promise<OrderResponse> {
    return OrderResponse.from(await this.cancellations.cancel(id, access, dto), { isStaff: access.staff });
  }

  /** Send items of an order that is paid or authorized, or all that remain */
  @Post(':id/fulfillments')
  @HttpCode(200)
  @RequirePermission('orders:fulfill')
  @BodyLimit(128)
  @Idempotent({ required: true })
  @Problems(NotFound, OrderNotFulfillable, OrderItemNotFound, FulfillmentExceedsOrdered)
  @ApiOkResponse({ type: OrderResponse })
  async fulfillOrder(
    @UuidParam('id') id: string,
    @Body() dto: FulfillOrderDto,
    @CurrentUser() user: Principal,
  ): Promise<OrderResponse> {
    return OrderResponse.from(await this.fulfillments.fulfill(id, dto, user), { isStaff: true });
  }
}
