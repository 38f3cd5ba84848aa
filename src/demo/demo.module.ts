import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { CatalogModule } from '../catalog/index.js';
import { ShippingModule } from '../shipping/index.js';
import { TaxesModule } from '../taxes/index.js';
import { DemoCatalog } from './demo.catalog.js';
import { DemoRepository } from './demo.repository.js';
import { DemoSeed } from './demo.seed.js';

@Module({
  imports: [AuthModule, CatalogModule, ShippingModule, TaxesModule],
  providers: [DemoCatalog, DemoRepository, DemoSeed],
})
export class DemoModule {}
