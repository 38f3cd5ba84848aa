import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { provideConfig } from '../common/config/settings.js';
import { provideInvariants } from '../common/doctor/invariant.js';
import { ImportsModule } from '../common/imports/imports.module.js';
import { InventoryModule } from '../inventory/index.js';
import { Availability } from './availability.js';
import { AvailabilitySubscriber } from './availability.subscriber.js';
import { CatalogExportsController } from './catalog-exports.controller.js';
import { CatalogFacade } from './catalog.facade.js';
import { catalogInvariants } from './catalog.invariants.js';
import { CategoriesController } from './categories.controller.js';
import { CategoriesRepository } from './categories.repository.js';
import { CategoriesService } from './categories.service.js';
import { Category } from './entities/category.entity.js';
import { MediaFile } from './entities/media-file.entity.js';
import { Price } from './entities/price.entity.js';
import { Product } from './entities/product.entity.js';
import { ProductCategory } from './entities/product-category.entity.js';
import { ProductMedia } from './entities/product-media.entity.js';
import { Variant } from './entities/variant.entity.js';
import { ExportCatalogCommand } from './export-catalog.command.js';
import { CatalogImportJobs } from './import/catalog-import.jobs.js';
import { CatalogImportsController } from './import/catalog-imports.controller.js';
import { CatalogImport } from './import/catalog-import.js';
import { FacetsReader } from './facets.reader.js';
import { ImportCatalogCommand } from './import/import-catalog.command.js';
import { ImportCategories } from './import/import-categories.js';
import { ProductImport } from './import/product-import.js';
import { ProductStateReader } from './import/product-state.reader.js';
import { ProductUpdate } from './import/product-update.js';
import { InventoryImportJobs } from './import/inventory-import.jobs.js';
import { InventoryImportsController } from './import/inventory-imports.controller.js';
import { StockImport } from './import/stock-import.js';
import { StockRowsReader } from './import/stock-rows.reader.js';
import { ListingsRenewal } from './listings-renewal.js';
import { MediaController } from './media/media.controller.js';
import { MediaFilesController } from './media/media-files.controller.js';
import { mediaProviders } from './media/media.providers.js';
import { ProductEdits } from './product-edits.js';
import { ProductLists } from './product-lists.js';
import { ProductExportReader } from './product-export.reader.js';
import { ProductExport } from './product-export.js';
import { ProductListingsReader } from './product-listings.reader.js';
import { ProductListingsRepository } from './product-listings.repository.js';
import { ProductSearch } from './product-search.js';
import { ProductViews } from './product-views.js';
import { ProductsController } from './products.controller.js';
import { ProductsReader } from './products.reader.js';
import { ProductsRepository } from './products.repository.js';
import { ProductsService } from './products.service.js';
import { ReindexCatalogCommand } from './reindex-catalog.command.js';
import { RelatedProductsReader } from './related-products.reader.js';
import { SearchCorrections } from './search-corrections.js';
import { SearchLanguage } from './search-language.js';
import { SearchConfig } from './search.config.js';
import { SuggestionsReader } from './suggestions.reader.js';
import { VariantCreation } from './variant-creation.js';
import { VariantsController } from './variants.controller.js';
import { VariantsRepository } from './variants.repository.js';
import { VariantsService } from './variants.service.js';

@Module({
  imports: [
    ImportsModule,
    InventoryModule,
    TypeOrmModule.forFeature([Category, MediaFile, Price, Product, ProductCategory, ProductMedia, Variant]),
  ],
  controllers: [
    ProductsController,
    VariantsController,
    CategoriesController,
    CatalogExportsController,
    CatalogImportsController,
    InventoryImportsController,
    MediaController,
    MediaFilesController,
  ],
  providers: [
    Availability,
    AvailabilitySubscriber,
    CatalogFacade,
    CatalogImport,
    CatalogImportJobs,
    ExportCatalogCommand,
    ProductExport,
    ProductExportReader,
    CategoriesRepository,
    CategoriesService,
    FacetsReader,
    ImportCatalogCommand,
    ImportCategories,
    InventoryImportJobs,
    ListingsRenewal,
    ProductEdits,
    ProductImport,
    ProductListingsReader,
    ProductListingsRepository,
    ProductLists,
    ProductSearch,
    ProductStateReader,
    ProductUpdate,
    ProductViews,
    ProductsReader,
    ProductsRepository,
    ProductsService,
    ReindexCatalogCommand,
    RelatedProductsReader,
    SearchCorrections,
    SearchLanguage,
    StockImport,
    StockRowsReader,
    SuggestionsReader,
    VariantCreation,
    VariantsRepository,
    VariantsService,
    provideConfig(SearchConfig),
    ...mediaProviders,
    provideInvariants(catalogInvariants),
  ],
  exports: [CatalogFacade, CategoriesService, ProductsService],
})
export class CatalogModule {}
