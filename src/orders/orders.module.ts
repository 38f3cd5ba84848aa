import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CartModule } from '../cart/index.js';
import { provideInvariants } from '../common/doctor/invariant.js';
import { provideConfig } from '../common/config/settings.js';
import { InventoryModule } from '../inventory/index.js';
import { CancellationService } from './cancellation.service.js';
import { ClosingService } from './closing.service.js';
import { FulfillmentItem } from './entities/fulfillment-item.entity.js';
import { Fulfillment } from './entities/fulfillment.entity.js';
import { OrderCancellationItem } from './entities/order-cancellation-item.entity.js';
import { OrderCancellation } from './entities/order-cancellation.entity.js';
import { OrderEvent } from './entities/order-event.entity.js';
import { OrderLine } from './entities/order-line.entity.js';
import { Order } from './entities/order.entity.js';
import { ExpiryRepository } from './expiry.repository.js';
import { ExpiryService } from './expiry.service.js';
import { ForgettingService } from './forgetting.service.js';
import { FulfillmentRepository } from './fulfillment.repository.js';
import { FulfillmentService } from './fulfillment.service.js';
import { ItemCancellationRepository } from './item-cancellation.repository.js';
import { ItemCancellationService } from './item-cancellation.service.js';
import { LostAuthorizations } from './lost-authorizations.js';
import { OpenOrders } from './open-orders.js';
import { OrderChangesRepository } from './order-changes.repository.js';
import { OrderChangesService } from './order-changes.service.js';
import { OrderPartsRepository } from './order-parts.repository.js';
import { OrderStockService } from './order-stock.service.js';
import { OrdersConfig } from './orders.config.js';
import { OrdersController } from './orders.controller.js';
import { OrdersFacade } from './orders.facade.js';
import { orderInvariants } from './orders.invariants.js';
import { OrdersRepository } from './orders.repository.js';
import { OrdersService } from './orders.service.js';
import { PlacementRepository } from './placement.repository.js';
import { PlacementService } from './placement.service.js';
import { ReopeningController } from './reopening.controller.js';
import { ReopeningRepository } from './reopening.repository.js';
import { ReopeningService } from './reopening.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      Order,
      OrderLine,
      OrderEvent,
      Fulfillment,
      FulfillmentItem,
      OrderCancellation,
      OrderCancellationItem,
    ]),
    CartModule,
    InventoryModule,
  ],
  controllers: [OrdersController, ReopeningController],
  providers: [
    provideConfig(OrdersConfig),
    provideInvariants(orderInvariants),
    OrdersFacade,
    OrdersService,
    OrdersRepository,
    PlacementService,
    PlacementRepository,
    OrderPartsRepository,
    OrderChangesService,
    OrderChangesRepository,
    OrderStockService,
    OpenOrders,
    ClosingService,
    CancellationService,
    ReopeningService,
    ReopeningRepository,
    ItemCancellationService,
    ItemCancellationRepository,
    ExpiryService,
    ExpiryRepository,
    ForgettingService,
    FulfillmentService,
    FulfillmentRepository,
    LostAuthorizations,
  ],
  exports: [OrdersFacade, PlacementService, ExpiryService],
})
export class OrdersModule {}
