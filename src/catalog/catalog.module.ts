import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { provideConfig } from '../common/config/settings.js';
import { provideInvariants } from '../common/doctor/invariant.js';
import { ImportsModule } from '../common/imports/imports.module.js';
import { InventoryModule } from '../inventory/index.js';
import { Availability } from './products/availability.js';
import { AvailabilitySubscriber } from './products/availability.subscriber.js';
import { CatalogExportsController } from './export/catalog-exports.controller.js';
import { CatalogFacade } from './catalog.facade.js';
import { catalogInvariants } from './catalog.invariants.js';
import { CategoriesController } from './categories/categories.controller.js';
import { CategoriesRepository } from './categories/categories.repository.js';
import { CategoriesService } from './categories/categories.service.js';
import { Category } from './entities/category.entity.js';
import { MediaFile } from './entities/media-file.entity.js';
import { Price } from './entities/price.entity.js';
import { Product } from './entities/product.entity.js';
import { ProductCategory } from './entities/product-category.entity.js';
import { ProductMedia } from './entities/product-media.entity.js';
import { Variant } from './entities/variant.entity.js';
import { ExportCatalogCommand } from './export/export-catalog.command.js';
import { CatalogImportJobs } from './import/catalog-import.jobs.js';
import { CatalogImportsController } from './import/catalog-imports.controller.js';
import { CatalogImport } from './import/catalog-import.js';
import { FacetsReader } from './search/facets.reader.js';
import { ImportCatalogCommand } from './import/import-catalog.command.js';
import { ImportCategories } from './import/import-categories.js';
import { ProductImport } from './import/product-import.js';
import { ProductStateReader } from './import/product-state.reader.js';
import { ProductUpdate } from './import/product-update.js';
import { InventoryImportJobs } from './import/inventory-import.jobs.js';
import { InventoryImportsController } from './import/inventory-imports.controller.js';
import { StockImport } from './import/stock-import.js';
import { StockRowsReader } from './import/stock-rows.reader.js';
import { ListingsJobs } from './listings/listings.jobs.js';
import { ListingsRenewal } from './listings/listings-renewal.js';
import { MediaController } from './media/media.controller.js';
import { MediaFilesController } from './media/media-files.controller.js';
import { mediaProviders } from './media/media.providers.js';
import { ProductEdits } from './products/product-edits.js';
import { ProductLists } from './search/product-lists.js';
import { ProductListsController } from './search/product-lists.controller.js';
import { ProductExportReader } from './export/product-export.reader.js';
import { ProductExport } from './export/product-export.js';
import { ProductListingsReader } from './search/product-listings.reader.js';
import { ProductListingsRepository } from './listings/product-listings.repository.js';
import { ProductSearch } from './search/product-search.js';
import { ProductViews } from './products/product-views.js';
import { ProductsController } from './products/products.controller.js';
import { ProductsReader } from './products/products.reader.js';
import { ProductsRepository } from './products/products.repository.js';
import { ProductsService } from './products/products.service.js';
import { ReindexCatalogCommand } from './listings/reindex-catalog.command.js';
import { RelatedProductsReader } from './products/related-products.reader.js';
import { SearchCorrections } from './search/search-corrections.js';
import { SearchWordsReader } from './search/search-words.reader.js';
import { SearchLanguage } from './listings/search-language.js';
import { SearchConfig } from './listings/search.config.js';
import { SuggestionsReader } from './search/suggestions.reader.js';
import { VariantCreation } from './products/variant-creation.js';
import { VariantsController } from './products/variants.controller.js';
import { VariantsRepository } from './products/variants.repository.js';
import { VariantsService } from './products/variants.service.js';

@Module({
  imports: [
    ImportsModule,
    InventoryModule,
    TypeOrmModule.forFeature([Category, MediaFile, Price, Product, ProductCategory, ProductMedia, Variant]),
  ],
  controllers: [
    ProductListsController,
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
    ListingsJobs,
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
    SearchWordsReader,
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
