import { Module } from '@nestjs/common';
import { provideInvariants } from '../common/doctor/invariant.js';
import { provideConfig } from '../common/config/settings.js';
import { InventoryConfig } from './inventory.config.js';
import { InventoryController } from './inventory.controller.js';
import { InventoryFacade } from './inventory.facade.js';
import { inventoryInvariants } from './inventory.invariants.js';
import { LevelsRepository } from './levels.repository.js';
import { LevelsService } from './levels.service.js';
import { ReservationsRepository } from './reservations.repository.js';
import { StockCounts } from './stock-counts.repository.js';

@Module({
  controllers: [InventoryController],
  providers: [
    provideConfig(InventoryConfig),
    InventoryFacade,
    LevelsService,
    LevelsRepository,
    ReservationsRepository,
    StockCounts,
    provideInvariants(inventoryInvariants),
  ],
  exports: [InventoryFacade],
})
export class InventoryModule {}
