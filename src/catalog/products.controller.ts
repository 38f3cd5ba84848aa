import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  UseFilters,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiMovedPermanentlyResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { Cached } from '../common/cache/cached.decorator.js';
import { Perishable } from '../common/cache/perishable.js';
import { Forbidden } from '../common/errors/errors.js';
import { BodyLimit } from '../common/http/body-limit.decorator.js';
import { Public, RequirePermission } from '../common/http/access.decorator.js';
import { Idempotent } from '../common/http/idempotency/idempotent.decorator.js';
import { IfMatch } from '../common/http/if-match.js';
import { CurrentUser, type Principal } from '../common/http/principal.js';
import { Located } from '../common/http/located.decorator.js';
import { Problems } from '../common/http/problems.decorator.js';
import { UuidParam } from '../common/http/uuid-param.js';
import { CategoryNotFound, OptionValueInUse, SkuTaken, SlugTaken, VariantExists } from './catalog.errors.js';
import { CATEGORIES_TAG, pageTags, PRODUCTS_TAG } from './catalog.tags.js';
import { CreateProductDto } from './dto/create-product.dto.js';
import { GetProductQuery } from './dto/get-product.query.js';
import { ListProductsQuery } from './dto/list-products.query.js';
import { OPTION_VALUES_SCHEMA } from './dto/option-values.validator.js';
import { ProductPageResponse } from './dto/product-page.response.js';
import { ProductResponse } from './dto/product.response.js';
import { RelatedProductsQuery } from './dto/related-products.query.js';
import { RelatedProductsResponse } from './dto/related-products.response.js';
import { SuggestProductsQuery } from './dto/suggest-products.query.js';
import { SuggestionsResponse } from './dto/suggestion.response.js';
import { UpdateProductDto } from './dto/update-product.dto.js';
import { OptionFiltersInterceptor } from './option-filters.interceptor.js';
import { ProductLists } from './product-lists.js';
import { ProductsService } from './products.service.js';
import { ProductViews } from './product-views.js';
import { SlugMovedFilter } from './slug-moved.filter.js';
import { SuggestionsReader } from './suggestions.reader.js';

const ID_OR_SLUG = 'Id or slug of the product.';

@ApiTags('products')
@Controller('products')
export class ProductsController {
  constructor(
    private readonly products: ProductsService,
    private readonly views: ProductViews,
    private readonly lists: ProductLists,
    private readonly suggestions: SuggestionsReader,
  ) {}

  /** Lists products: filter, search and sort them */
  @Get()
  @Public()
  @Cached({ tags: () => [PRODUCTS_TAG] })
  @UseInterceptors(OptionFiltersInterceptor)
  @UseFilters(SlugMovedFilter.inQuery('category'))
  @Problems(Forbidden)
  @ApiOkResponse({ type: ProductPageResponse })
  @ApiMovedPermanentlyResponse({ description: 'The category has another slug now: see Location.' })
  @ApiQuery({
    name: 'option',
    required: false,
    style: 'deepObject',
    explode: true,
    description:
      'Values that one variant must have, each by its option: `option[Color]=Blue&option[Size]=M`. Of an option that is ' +
      'repeated it must have one of the values: `option[Color]=Blue&option[Color]=Red`. `option.Color=Blue` says the same.',
    schema: { type: 'object', ...OPTION_VALUES_SCHEMA },
    example: { Color: 'Blue', Size: 'M' },
  })
  listProducts(
    @Query() query: ListProductsQuery,
    @CurrentUser() user?: Principal,
  ): Promise<Perishable<string>> {
    return this.lists.page(query, user);
  }

  /** Suggests products and categories while a shopper types */
  @Get('suggestions')
  @Public()
  @Cached({ tags: () => [PRODUCTS_TAG, CATEGORIES_TAG], ttlSeconds: 60 })
  @ApiOkResponse({ type: SuggestionsResponse })
  suggestProducts(@Query() query: SuggestProductsQuery): Promise<SuggestionsResponse> {
    return this.suggestions.suggest(query);
  }

  /** Shows a product, by its id or its slug */
  @Get(':id')
  @Public()
  @Cached({ tags: pageTags })
  @UseFilters(SlugMovedFilter.inPath('/products/'))
  @ApiParam({ name: 'id', description: ID_OR_SLUG, example: 'harbor-t-shirt' })
  @ApiOkResponse({ type: ProductResponse })
  @ApiMovedPermanentlyResponse({ description: 'The product has another slug now: see Location.' })
  getProduct(
    @Param('id') idOrSlug: string,
    @Query() query: GetProductQuery,
    @CurrentUser() user?: Principal,
  ): Promise<Perishable<string>> {
    return this.views.page(idOrSlug, query.currency, user);
  }

  /** Lists products that share categories with a product */
  @Get(':id/related')
  @Public()
  @Cached({ tags: (request) => [...pageTags(request), PRODUCTS_TAG], ttlSeconds: 60 })
  @UseFilters(SlugMovedFilter.inPath('/products/'))
  @ApiParam({ name: 'id', description: ID_OR_SLUG, example: 'harbor-t-shirt' })
  @ApiOkResponse({ type: RelatedProductsResponse })
  @ApiMovedPermanentlyResponse({ description: 'The product has another slug now: see Location.' })
  listRelatedProducts(
    @Param('id') idOrSlug: string,
    @Query() query: RelatedProductsQuery,
    @CurrentUser() user?: Principal,
  ): Promise<Perishable<RelatedProductsResponse>> {
    return this.views.related(idOrSlug, query, user);
  }

  /** Makes a product with its variants */
  @Post()
  @RequirePermission('catalog:write')
  @BodyLimit(1024)
  @Idempotent({ required: true })
  @Problems(SlugTaken, SkuTaken, CategoryNotFound)
  @Located('/products/{id}')
  @ApiCreatedResponse({ type: ProductResponse })
  createProduct(@Body() body: CreateProductDto): Promise<ProductResponse> {
    return this.products.create(body);
  }

  /** Changes parts of a product */
  @Patch(':id')
  @RequirePermission('catalog:write')
  @BodyLimit(1024)
  @Problems(SlugTaken, CategoryNotFound, OptionValueInUse, VariantExists)
  @ApiOkResponse({ type: ProductResponse })
  updateProduct(
    @UuidParam('id') id: string,
    @Body() body: UpdateProductDto,
    @IfMatch() expectedVersion: number | undefined,
  ): Promise<ProductResponse> {
    return this.products.update(id, body, expectedVersion);
  }

  /** Archives a product: it is no longer seen or sold */
  @Delete(':id')
  @RequirePermission('catalog:write')
  @HttpCode(204)
  @ApiNoContentResponse()
  archiveProduct(@UuidParam('id') id: string, @IfMatch() expectedVersion: number | undefined): Promise<void> {
    return this.products.archive(id, expectedVersion);
  }
}
