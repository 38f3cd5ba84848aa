import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogModule } from '../catalog/index.js';
import { provideConfig } from '../common/config/settings.js';
import { provideInvariants } from '../common/doctor/invariant.js';
import { InventoryModule } from '../inventory/index.js';
import { ShippingModule } from '../shipping/index.js';
import { TaxesModule } from '../taxes/index.js';
import { CartConfig } from './cart.config.js';
import { CartClaimsService } from './cart-claims.service.js';
import { CartItemsController } from './cart-items.controller.js';
import { CartItemsRepository } from './cart-items.repository.js';
import { CartItemsService } from './cart-items.service.js';
import { CartMergingService } from './cart-merging.service.js';
import { CartOpeningService } from './cart-opening.service.js';
import { CartQuotes } from './cart-quotes.js';
import { CartFacade } from './cart.facade.js';
import { cartInvariants } from './cart.invariants.js';
import { CartsController } from './carts.controller.js';
import { CartsPurgeJobs } from './carts-purge.jobs.js';
import { CartsRepository } from './carts.repository.js';
import { CartsService } from './carts.service.js';
import { CustomerCartsRepository } from './customer-carts.repository.js';
import { CartItem } from './entities/cart-item.entity.js';
import { Cart } from './entities/cart.entity.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Cart, CartItem]),
    CatalogModule,
    InventoryModule,
    ShippingModule,
    TaxesModule,
  ],
  controllers: [CartsController, CartItemsController],
  providers: [
    provideConfig(CartConfig),
    CartFacade,
    CartsService,
    CartItemsService,
    CartOpeningService,
    CartClaimsService,
    CartMergingService,
    CartQuotes,
    CartsPurgeJobs,
    CartsRepository,
    CartItemsRepository,
    CustomerCartsRepository,
    provideInvariants(cartInvariants),
  ],
  exports: [CartFacade],
})
export class CartModule {}
