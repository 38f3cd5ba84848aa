import type { Rule } from './rule.js';
import { noImportCircles } from './rules/circles.js';
import {
  everyEntityHasATable,
  migrationsStandAlone,
  noSynchronize,
  sqlIsPlainText,
} from './rules/database.js';
import { eventsCarryTheirModule, eventsRunDown } from './rules/events.js';
import { aFaceIsUsed, aFaceOnlyExports, everyFaceSpeaks } from './rules/faces.js';
import { jobsAreNamedByTheirFile, jobsHaveTheirFile } from './rules/jobs.js';
import {
  everyModuleHasAPlace,
  importsNameTheFile,
  importsRunDown,
  importsUseTheFace,
  nobodyImportsTheOwnFace,
} from './rules/layers.js';
import { constructorsAreShort, everyModuleIsRegistered, everyModuleIsTested } from './rules/modules.js';
import { promisesAreDocumented } from './rules/promises.js';
import { everyRequestIsValidated } from './rules/requests.js';
import { responsesStayAtTheEdge } from './rules/responses.js';
import { everyRoomHasAPlace, roomsAskToTheirLeft } from './rules/rooms.js';
import { everyRouteDeclaresAccess } from './rules/routes.js';
import { settingsAreDocumented, settingsAreTyped } from './rules/settings.js';
import { sqlHasItsFiles } from './rules/sql.js';

export interface Planted {
  readonly rule: Rule;
  /** What is wrong with it, as a sentence. */
  readonly story: string;
  /** Files put over those of the clean shop; null takes one away. */
  readonly files: Readonly<Record<string, string | null>>;
  /** A part of what the rule must say. */
  readonly told: string;
}

const FACE = `/**
 * It owns rates.
 * Promises: they are exact.
 * Asks nothing. Announces nothing.
 */`;

const controller = (method: string, imports = '') => ({
  'src/catalog/products.controller.ts': `${imports}
    @Controller('products')
    export class ProductsController {
      ${method}
    }`,
});

/** For each rule, the ways to break it, each alone. */
export const OFFENCES: readonly Planted[] = [
  {
    rule: everyModuleHasAPlace,
    story: 'a new folder that LAYERS does not know',
    files: { 'src/sample/index.ts': FACE },
    told: 'sample has no place in LAYERS',
  },
  {
    rule: everyFaceSpeaks,
    story: 'a module without an index.ts',
    files: { 'src/taxes/taxes.service.ts': 'export class TaxesService {}' },
    told: 'src/taxes has no public face',
  },
  {
    rule: everyFaceSpeaks,
    story: 'an index.ts without a header',
    files: { 'src/taxes/index.ts': 'export {};' },
    told: 'src/taxes/index.ts has no header',
  },
  {
    rule: everyFaceSpeaks,
    story: 'a header that leaves out what the module announces',
    files: {
      'src/taxes/index.ts':
        '/**\n * Taxes owns rates.\n * Promises: exact.\n * Asks nothing.\n */\nexport {};',
    },
    told: 'src/taxes/index.ts does not say what taxes announces',
  },
  {
    rule: everyFaceSpeaks,
    story: 'a header with the blanks of the generator',
    files: { 'src/taxes/index.ts': `${FACE.replace('they are exact', '___')}\nexport {};` },
    told: "still has the generator's header",
  },
  {
    rule: everyFaceSpeaks,
    story: 'a header that goes on and on',
    files: {
      'src/taxes/index.ts': FACE.replace(
        '/**',
        '/**\n * And more.\n * And more.\n * And more.\n * And more.',
      ),
    },
    told: 'has a header of 7 lines',
  },
  {
    rule: aFaceOnlyExports,
    story: 'an index.ts that declares something',
    files: { 'src/taxes/index.ts': `${FACE}\nexport class TaxRate {}` },
    told: 'src/taxes/index.ts holds more than exports',
  },
  {
    rule: aFaceIsUsed,
    story: 'an export that only a test and its own module use',
    files: {
      'src/taxes/index.ts': `${FACE}\nexport { TaxesFacade, type Rate as TaxRate } from './taxes.facade.js';`,
      'src/taxes/taxes.service.ts': "import { type Rate as TaxRate } from './taxes.facade.js';",
      'src/cart/totals.ts': "import { TaxesFacade as Taxes } from '../taxes/index.js';",
      'test/taxes/taxes.e2e-spec.ts': "import type { TaxRate } from '../../src/taxes/index.js';",
    },
    told: 'src/taxes/index.ts exports TaxRate, which no other module imports',
  },
  {
    rule: everyModuleIsRegistered,
    story: 'a module that is not in app.module.ts',
    files: { 'src/taxes/index.ts': FACE, 'src/taxes/taxes.module.ts': 'export class TaxesModule {}' },
    told: 'does not use the module of taxes',
  },
  {
    rule: everyModuleIsRegistered,
    story: 'a module that is imported in app.module.ts and not listed',
    files: {
      'src/app.module.ts': `
        import { CatalogModule } from './catalog/index.js';
        import { InventoryModule } from './inventory/index.js';
        @Module({ imports: [CatalogModule] })
        export class AppModule {}`,
    },
    told: 'does not use the module of inventory',
  },
  {
    rule: everyRouteDeclaresAccess,
    story: 'a route that says nothing of access',
    files: controller('@Get() findAll() {}'),
    told: 'src/catalog/products.controller.ts findAll declares no access',
  },
  {
    rule: everyRouteDeclaresAccess,
    story: 'a route with two answers',
    files: controller("@Public() @RequirePermission('catalog:write') @Get() findAll() {}"),
    told: 'findAll declares its access more than once: Public, RequirePermission',
  },
  {
    rule: everyRequestIsValidated,
    story: 'a body imported as a type',
    files: controller(
      '@Public() @Post() create(@Body() body: CreateProductDto) {}',
      "import type { CreateProductDto } from './dto/create-product.dto.js';",
    ),
    told: 'create takes @Body() body as a type, which is gone at run time',
  },
  {
    rule: everyRequestIsValidated,
    story: 'a body imported with an inline type keyword',
    files: controller(
      '@Public() @Post() create(@Body() body: CreateProductDto) {}',
      "import { type CreateProductDto } from './dto/create-product.dto.js';",
    ),
    told: "import CreateProductDto without 'type'",
  },
  {
    rule: everyRequestIsValidated,
    story: 'a body that is an interface',
    files: controller('@Public() @Post() create(@Body() body: Wish) {}', 'interface Wish { name: string }'),
    told: 'Wish, which is no class at run time',
  },
  {
    rule: everyRequestIsValidated,
    story: 'a body without a class',
    files: controller('@Public() @Post() create(@Body() body: { name: string }) {}'),
    told: 'create takes @Body() body without a class',
  },
  {
    rule: everyRequestIsValidated,
    story: 'a query that is picked apart',
    files: controller("@Public() @Get() list(@Query('currency') currency: string) {}"),
    told: 'list takes @Query() currency by name',
  },
  {
    rule: everyRequestIsValidated,
    story: 'a class without properties',
    files: { 'src/catalog/dto/list-products.query.ts': 'export class ListProductsQuery {}' },
    told: 'ListProductsQuery, which has no validation rules',
  },
  {
    rule: everyRequestIsValidated,
    story: 'a property that is documented but not validated, reached through a base class',
    files: {
      'src/catalog/dto/list-products.query.ts': `
        import { PageQuery } from '../../common/http/page.query.js';
        export class ListProductsQuery extends PartialType(PageQuery) {}`,
      'src/common/http/page.query.ts': `
        import { ApiProperty } from '@nestjs/swagger';
        export class PageQuery { @ApiProperty() limit: number; }`,
    },
    told: 'ListProductsQuery.limit has no validation rule',
  },
  {
    rule: responsesStayAtTheEdge,
    story: 'a service that makes a response',
    files: {
      'src/payments/payments.service.ts': "import { PaymentResponse } from './dto/payment.response.js';",
      'src/payments/payments.answers.ts': "import { PaymentResponse } from './dto/payment.response.js';",
      'src/payments/dto/payment.response.ts': 'export class PaymentResponse {}',
      'src/payments/index.ts': FACE,
    },
    told: 'src/payments/payments.service.ts imports ./dto/payment.response.js',
  },
  {
    rule: responsesStayAtTheEdge,
    story: 'a projection that makes the response that it may only name',
    files: {
      'src/catalog/products.reader.ts': "import { ProductResponse } from './dto/product.response.js';",
      'src/catalog/facets.reader.ts': "import type { ProductResponse } from './dto/product.response.js';",
      'src/catalog/dto/product.response.ts': 'export class ProductResponse {}',
    },
    told: 'src/catalog/products.reader.ts imports ./dto/product.response.js',
  },
  {
    rule: responsesStayAtTheEdge,
    story: 'a service of the projections that names a response',
    files: {
      'src/catalog/products.service.ts': "import type { ProductResponse } from './dto/product.response.js';",
      'src/catalog/dto/product.response.ts': 'export class ProductResponse {}',
    },
    told: 'src/catalog/products.service.ts imports ./dto/product.response.js',
  },
  {
    rule: everyEntityHasATable,
    story: 'an entity without a migration',
    files: { 'migrations/1764000300000-create-products.ts': null },
    told: 'no migration creates table products of entity Product',
  },
  {
    rule: everyEntityHasATable,
    story: 'an entity that does not name its table',
    files: { 'src/catalog/entities/brand.entity.ts': '@Entity() export class Brand {}' },
    told: 'leaves the table of Brand unnamed',
  },
  {
    rule: everyModuleIsTested,
    story: 'a module with routes and no end-to-end test',
    files: { 'test/catalog/catalog.e2e-spec.ts': null },
    told: 'add test/catalog/catalog.e2e-spec.ts',
  },
  {
    rule: importsRunDown,
    story: 'a lower module that asks a higher one',
    files: {
      'src/inventory/levels.service.ts': "import { CatalogModule } from '../catalog/index.js';",
      'src/catalog/catalog.module.ts': 'export class CatalogModule {}',
      'src/catalog/products.service.ts': null,
    },
    told: 'src/inventory/levels.service.ts reaches up to catalog',
  },
  {
    rule: importsRunDown,
    story: 'common that knows commerce, if only a type of it',
    files: { 'src/common/money.ts': "import type { InventoryFacade } from '../inventory/index.js';" },
    told: 'src/common/money.ts reaches up to inventory',
  },
  {
    rule: importsRunDown,
    story: 'a module that imports the application',
    files: { 'src/inventory/boot.ts': "const app = await import('../app.module.js');" },
    told: 'src/inventory/boot.ts reaches up to src/app.module.ts',
  },
  {
    rule: importsUseTheFace,
    story: 'a file of another module imported directly',
    files: { 'src/catalog/stock.ts': "import { InventoryFacade } from '../inventory/inventory.facade.js';" },
    told: 'src/catalog/stock.ts reaches past inventory/index.ts',
  },
  {
    rule: importsUseTheFace,
    story: 'a re-export past the face, from above all modules',
    files: { 'src/main.ts': "export * from './inventory/inventory.events.js';" },
    told: 'src/main.ts reaches past inventory/index.ts',
  },
  {
    rule: nobodyImportsTheOwnFace,
    story: 'a file that imports its own index.ts',
    files: { 'src/catalog/spare.ts': "import { CatalogModule } from './index.js';" },
    told: 'src/catalog/spare.ts imports its own public face',
  },
  {
    rule: noImportCircles,
    story: 'three files in a ring',
    files: {
      'src/catalog/a.ts': "import './b.js';",
      'src/catalog/b.ts': "import './c.js';",
      'src/catalog/c.ts': "import './a.js';",
      'src/catalog/outside.ts': "import './a.js';",
    },
    told: 'src/catalog/a.ts, src/catalog/b.ts, src/catalog/c.ts stand in an import circle',
  },
  {
    rule: importsNameTheFile,
    story: 'an import without .js',
    files: { 'src/catalog/spare.ts': "import { Product } from './entities/product.entity';" },
    told: 'src/catalog/spare.ts imports ./entities/product.entity without its extension',
  },
  {
    rule: eventsRunDown,
    story: "a lower module that hears a higher one's event, handed down by common",
    files: {
      'src/inventory/listener.ts': `
        import { ProductCreated } from '../common/news.js';
        class Listener { @OnEvent(ProductCreated) async hear() {} }`,
      'src/common/news.ts': "export { ProductCreated } from '../catalog/catalog.events.js';",
      'src/catalog/catalog.events.ts': '/** A product is there. */ export class ProductCreated {}',
    },
    told: 'src/inventory/listener.ts hears ProductCreated and so reaches up to catalog',
  },
  {
    rule: eventsCarryTheirModule,
    story: "an event under another module's name",
    files: {
      'src/inventory/inventory.events.ts': `
        /** Something is in stock again, or is not. */
        export class StockChanged extends DomainEvent { static readonly type = 'catalog.stock_changed'; }`,
    },
    told: "StockChanged 'catalog.stock_changed': its type begins with 'inventory.'",
  },
  {
    rule: jobsHaveTheirFile,
    story: 'a background job in the file of a service',
    files: {
      'src/catalog/listings.service.ts': `
        @Injectable()
        export class ListingsService {
          @Job('catalog.renew', { says: 'Renews listings', cron: '* * * * *' })
          async renew() {}
        }`,
    },
    told: "src/catalog/listings.service.ts has @Job('catalog.renew'",
  },
  {
    rule: jobsAreNamedByTheirFile,
    story: 'background jobs in a class with another name than their file',
    files: {
      'src/catalog/sale-listings.jobs.ts': `
        @Injectable()
        export class ListingsService {
          @Job('catalog.renew', { says: 'Renews listings', cron: '* * * * *' })
          async renew() {}
        }`,
    },
    told: 'src/catalog/sale-listings.jobs.ts has the class ListingsService: call it SaleListingsJobs',
  },
  {
    rule: migrationsStandAlone,
    story: 'a migration that reads an entity',
    files: {
      'migrations/1764000300001-fill-products.ts':
        "import { Product } from '../src/catalog/entities/product.entity.js';",
    },
    told: 'migrations/1764000300001-fill-products.ts imports code of today',
  },
  {
    rule: sqlIsPlainText,
    story: 'a value in the text of a statement',
    files: { 'src/catalog/a.ts': 'transaction.sql(`SELECT * FROM products WHERE id = ${id}`);' },
    told: 'src/catalog/a.ts:1 puts SQL together',
  },
  {
    rule: sqlIsPlainText,
    story: 'a statement put together before it is given',
    files: { 'src/catalog/a.ts': "const text = 'ORDER BY ' + column;\nqueryBuilder.orderBy(text);" },
    told: 'src/catalog/a.ts:2 puts SQL together',
  },
  {
    rule: sqlIsPlainText,
    story: 'a statement given to a bare function',
    files: { 'src/catalog/a.ts': 'query(`CREATE DATABASE ${name}`);' },
    told: 'src/catalog/a.ts:1 puts SQL together',
  },
  {
    rule: sqlIsPlainText,
    story: 'a migration with a value in it',
    files: {
      'migrations/1764000300001-fill.ts': 'class Fill { readonly sql = `UPDATE products SET x = ${value}`; }',
    },
    told: 'migrations/1764000300001-fill.ts:1 puts SQL together',
  },
  {
    rule: sqlHasItsFiles,
    story: 'a service that sends a statement',
    files: {
      'src/catalog/products.service.ts':
        "import { READ } from './products.sql.js';\nclass ProductsService { find() { return this.transaction.sql(READ); } }",
    },
    told: 'src/catalog/products.service.ts holds SQL',
  },
  {
    rule: sqlHasItsFiles,
    story: 'a statement that a controller knows, also with a value in it',
    files: controller('@Public() @Get() list() { return this.rows.read(`SELECT * FROM ${table}`); }'),
    told: 'src/catalog/products.controller.ts holds SQL',
  },
  {
    rule: noSynchronize,
    story: 'a schema that follows the entities',
    files: { 'src/common/data-source.ts': 'export const options = { synchronize: true };' },
    told: 'src/common/data-source.ts sets synchronize: true',
  },
  {
    rule: settingsAreTyped,
    story: 'the environment read in passing',
    files: { 'src/catalog/a.ts': "const size = process.env['PAGE_SIZE'];" },
    told: 'src/catalog/a.ts reads process.env',
  },
  {
    rule: settingsAreDocumented,
    story: 'a setting without a word',
    files: { 'src/catalog/catalog.config.ts': "class CatalogConfig { @Env('PAGE_SIZE') pageSize = '24'; }" },
    told: 'src/catalog/catalog.config.ts pageSize has no docstring',
  },
  {
    rule: promisesAreDocumented,
    story: 'a facade method without a promise',
    files: {
      'src/inventory/inventory.facade.ts':
        'export class InventoryFacade { available() {} private rows() {} }',
    },
    told: 'src/inventory/inventory.facade.ts available has no docstring',
  },
  {
    rule: promisesAreDocumented,
    story: 'an event without a meaning',
    files: { 'src/inventory/inventory.events.ts': 'export class StockChanged {}' },
    told: 'src/inventory/inventory.events.ts StockChanged has no docstring',
  },
  {
    rule: constructorsAreShort,
    story: 'a service that asks for eight things',
    files: {
      'src/catalog/a.ts':
        '@Injectable() class Hub { constructor(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H) {} }',
    },
    told: 'src/catalog/a.ts Hub takes 8 constructor parameters',
  },
  {
    rule: everyRoomHasAPlace,
    story: 'a room that ROOMS does not know',
    files: { 'src/catalog/brands/brand.ts': 'export class Brand {}' },
    told: 'src/catalog/brands has no place in ROOMS',
  },
  {
    rule: everyRoomHasAPlace,
    story: 'a third folder in a module that has no entry',
    files: {
      'src/promotions/dto/promotion.dto.ts': 'export class PromotionDto {}',
      'src/promotions/entities/promotion.entity.ts': 'export class Promotion {}',
      'src/promotions/codes/codes.ts': 'export class Codes {}',
    },
    told: 'src/promotions/codes has no place in ROOMS',
  },
  {
    rule: roomsAskToTheirLeft,
    story: 'a room that asks one to its right',
    files: {
      'src/catalog/listings/listing.ts': "import type { Hit } from '../search/hit.js';",
      'src/catalog/search/hit.ts': 'export interface Hit {}',
    },
    told: 'src/catalog/listings/listing.ts reaches from listings/ to the right into search/ (../search/hit.js)',
  },
  {
    rule: roomsAskToTheirLeft,
    story: 'a DTO that knows a service, also from deep inside',
    files: {
      'src/catalog/import/csv/rows.ts': 'export interface Rows {}',
      'src/catalog/dto/inner/rows.dto.ts': "export type { Rows } from '../../import/csv/rows.js';",
    },
    told: 'src/catalog/dto/inner/rows.dto.ts reaches from dto/ to the right into import/',
  },
];
