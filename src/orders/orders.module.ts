import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { CartModule } from '../cart/index.js';
import { provideInvariants } from '../common/doctor/invariant.js';
import { provideConfig } from '../common/config/settings.js';
import { InventoryModule } from '../inventory/index.js';
import { CancellationService } from './cancellation/cancellation.service.js';
import { ClosingService } from './closing/closing.service.js';
import { FulfillmentItem } from './entities/fulfillment-item.entity.js';
import { Fulfillment } from './entities/fulfillment.entity.js';
import { OrderCancellationItem } from './entities/order-cancellation-item.entity.js';
import { OrderCancellation } from './entities/order-cancellation.entity.js';
import { OrderEvent } from './entities/order-event.entity.js';
import { OrderLine } from './entities/order-line.entity.js';
import { Order } from './entities/order.entity.js';
import { ExpiryRepository } from './closing/expiry.repository.js';
import { ExpiryJobs } from './closing/expiry.jobs.js';
import { ForgettingRepository } from './retention/forgetting.repository.js';
import { ForgettingJobs } from './retention/forgetting.jobs.js';
import { FulfillmentRepository } from './fulfillment/fulfillment.repository.js';
import { FulfillmentService } from './fulfillment/fulfillment.service.js';
import { ItemCancellationRepository } from './cancellation/item-cancellation.repository.js';
import { ItemCancellationService } from './cancellation/item-cancellation.service.js';
import { LostAuthorizations } from './lost-authorizations.js';
import { OpenOrders } from './placement/open-orders.js';
import { OpenOrdersRepository } from './placement/open-orders.repository.js';
import { OrderChangesRepository } from './changes/order-changes.repository.js';
import { OrderChangesService } from './changes/order-changes.service.js';
import { OrderPartsRepository } from './order-parts.repository.js';
import { OrderStockService } from './placement/order-stock.service.js';
import { OrdersConfig } from './orders.config.js';
import { OrdersController } from './orders.controller.js';
import { OrdersFacade } from './orders.facade.js';
import { orderInvariants } from './orders.invariants.js';
import { OrdersRepository } from './orders.repository.js';
import { OrdersService } from './orders.service.js';
import { PlacementRepository } from './placement/placement.repository.js';
import { PlacementService } from './placement/placement.service.js';
import { ReopeningController } from './closing/reopening.controller.js';
import { ReopeningRepository } from './closing/reopening.repository.js';
import { ReopeningService } from './closing/reopening.service.js';
import { MoneylessOrdersRepository } from './retention/moneyless-orders.repository.js';
import { MoneylessOrdersService } from './retention/moneyless-orders.service.js';
import { UnusedAccountsJobs } from './retention/unused-accounts.jobs.js';

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
    AuthModule,
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
    OpenOrdersRepository,
    ClosingService,
    CancellationService,
    ReopeningService,
    ReopeningRepository,
    ItemCancellationService,
    ItemCancellationRepository,
    ExpiryJobs,
    ExpiryRepository,
    ForgettingJobs,
    ForgettingRepository,
    MoneylessOrdersService,
    MoneylessOrdersRepository,
    UnusedAccountsJobs,
    FulfillmentService,
    FulfillmentRepository,
    LostAuthorizations,
  ],
  exports: [OrdersFacade],
})
export class OrdersModule {}
