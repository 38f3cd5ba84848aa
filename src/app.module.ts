import { Module } from '@nestjs/common';
import { AuthModule } from './auth/index.js';
import { CatalogModule } from './catalog/index.js';
import { CartModule } from './cart/index.js';
import { CommonModule } from './common/common.module.js';
import { DemoModule } from './demo/index.js';
import { InventoryModule } from './inventory/index.js';
import { OrdersModule } from './orders/index.js';
import { PaymentsModule } from './payments/index.js';
import { ShippingModule } from './shipping/index.js';
import { TaxesModule } from './taxes/index.js';

@Module({
  imports: [
    CommonModule,
    AuthModule,
    InventoryModule,
    CatalogModule,
    ShippingModule,
    TaxesModule,
    CartModule,
    OrdersModule,
    PaymentsModule,
    DemoModule,
  ],
})
export class AppModule {}
