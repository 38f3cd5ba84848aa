import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { provideInvariants } from '../common/doctor/invariant.js';
import { InventoryModule } from '../inventory/index.js';
import { AvailabilitySubscriber } from './availability.subscriber.js';
import { CatalogFacade } from './catalog.facade.js';
import { catalogInvariants } from './catalog.invariants.js';
import { CategoriesController } from './categories.controller.js';
import { CategoriesRepository } from './categories.repository.js';
import { CategoriesService } from './categories.service.js';
import { Category } from './entities/category.entity.js';
import { Price } from './entities/price.entity.js';
import { Product } from './entities/product.entity.js';
import { ProductCategory } from './entities/product-category.entity.js';
import { ProductMedia } from './entities/product-media.entity.js';
import { Variant } from './entities/variant.entity.js';
import { ImportCatalogCommand } from './import/import-catalog.command.js';
import { ImportCategories } from './import/import-categories.js';
import { ProductImport } from './import/product-import.js';
import { ShopifyImport } from './import/shopify-import.js';
import { ProductEdits } from './product-edits.js';
import { ProductListingsReader } from './product-listings.reader.js';
import { ProductListingsRepository } from './product-listings.repository.js';
import { ProductViews } from './product-views.js';
import { ProductsController } from './products.controller.js';
import { ProductsReader } from './products.reader.js';
import { ProductsRepository } from './products.repository.js';
import { ProductsService } from './products.service.js';
import { VariantCreation } from './variant-creation.js';
import { VariantsController } from './variants.controller.js';
import { VariantsRepository } from './variants.repository.js';
import { VariantsService } from './variants.service.js';

@Module({
  imports: [
    InventoryModule,
    TypeOrmModule.forFeature([Category, Price, Product, ProductCategory, ProductMedia, Variant]),
  ],
  controllers: [ProductsController, VariantsController, CategoriesController],
  providers: [
    AvailabilitySubscriber,
    CatalogFacade,
    CategoriesRepository,
    CategoriesService,
    ImportCatalogCommand,
    ImportCategories,
    ProductEdits,
    ProductImport,
    ProductListingsReader,
    ProductListingsRepository,
    ProductViews,
    ProductsReader,
    ProductsRepository,
    ProductsService,
    ShopifyImport,
    VariantCreation,
    VariantsRepository,
    VariantsService,
    provideInvariants(catalogInvariants),
  ],
  exports: [CatalogFacade, CategoriesService, ProductsService],
})
export class CatalogModule {}
