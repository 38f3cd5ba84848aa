/** A shop of two modules that breaks no house rule: the ground on which each offence is planted alone. */
export const CLEAN_SHOP: Readonly<Record<string, string>> = {
  'src/app.module.ts': `
    import { CatalogModule } from './catalog/index.js';
    import { InventoryModule } from './inventory/index.js';
    @Module({ imports: [InventoryModule, CatalogModule] })
    export class AppModule {}`,
  'src/common/events/domain-event.ts': `
    export abstract class DomainEvent {}`,
  'src/common/config/settings.ts': `
    export const read = () => process.env['PORT'];`,
  'src/inventory/index.ts': `/**
 * Inventory owns stock levels.
 * Promises: stock never falls below zero.
 * Asks nothing of other modules. Announces: StockChanged.
 */
export { InventoryModule } from './inventory.module.js';
export { InventoryFacade } from './inventory.facade.js';
export { StockChanged } from './inventory.events.js';`,
  'src/inventory/inventory.module.ts': `
    @Module({})
    export class InventoryModule {}`,
  'src/inventory/inventory.facade.ts': `
    @Injectable()
    export class InventoryFacade {
      constructor(private readonly transaction: Transaction) {}

      /** Units that can be reserved now. */
      available() {
        return this.transaction.sql('SELECT ' + 'on_hand FROM levels WHERE variant_id = $1', []);
      }

      private secret() {}
    }`,
  'src/inventory/inventory.events.ts': `
    import { DomainEvent } from '../common/events/domain-event.js';
    /** Something is in stock again, or is not. */
    export class StockChanged extends DomainEvent {
      static readonly type = 'inventory.stock_changed';
    }`,
  'src/catalog/index.ts': `/**
 * Catalog owns products.
 * Promises: a product is whole or not at all.
 * Asks inventory for stock. Announces nothing.
 */
export { CatalogModule } from './catalog.module.js';`,
  'src/catalog/catalog.module.ts': `
    import { InventoryModule } from '../inventory/index.js';
    @Module({ imports: [InventoryModule] })
    export class CatalogModule {}`,
  'src/catalog/catalog.config.ts': `
    @Config()
    export class CatalogConfig {
      /** Products on one page. */
      @Env('PAGE_SIZE', integer)
      pageSize: number = 24;
    }`,
  'src/catalog/products.controller.ts': `
    import { Body, Controller, Get, Post, Query } from '@nestjs/common';
    import { CreateProductDto } from './dto/create-product.dto.js';
    import { ListProductsQuery } from './dto/list-products.query.js';
    @Controller('products')
    export class ProductsController {
      @Public()
      @Get()
      listProducts(@Query() query: ListProductsQuery) {}

      @RequirePermission('catalog:write')
      @Post()
      createProduct(@Body() body: CreateProductDto) {}
    }`,
  'src/catalog/products.service.ts': `
    import { InventoryFacade, StockChanged } from '../inventory/index.js';
    import { ProductsRepository } from './products.repository.js';
    @Injectable()
    export class ProductsService {
      constructor(private readonly inventory: InventoryFacade, private readonly products: ProductsRepository) {}

      @OnEvent(StockChanged)
      async purge() {
        await this.products.touch();
      }
    }`,
  'src/catalog/products.repository.ts': `
    const STATEMENT = 'SELECT id FROM products';
    @Injectable()
    export class ProductsRepository {
      async touch() {
        await this.transaction.sql(STATEMENT);
      }
    }`,
  'src/catalog/dto/create-product.dto.ts': `
    import { ApiProperty } from '@nestjs/swagger';
    import { IsString } from 'class-validator';
    export class CreateProductDto {
      @ApiProperty()
      @IsString()
      title: string;
    }`,
  'src/catalog/dto/list-products.query.ts': `
    import { PartialType } from '@nestjs/swagger';
    import { CreateProductDto } from './create-product.dto.js';
    export class ListProductsQuery extends PartialType(CreateProductDto) {}`,
  'src/catalog/entities/product.entity.ts': `
    @Entity('products')
    export class Product {}`,
  'migrations/1764000300000-create-products.ts': `
    import { ForwardMigration } from '../src/common/database/forward-migration.js';
    export class CreateProducts1764000300000 extends ForwardMigration {
      readonly sql = \`CREATE TABLE products (id uuid PRIMARY KEY);\`;
    }`,
  'test/catalog/catalog.e2e-spec.ts': `
    import { it } from 'vitest';`,
};
