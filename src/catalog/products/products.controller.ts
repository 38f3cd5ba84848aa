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
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiMovedPermanentlyResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiParam,
} from '@nestjs/swagger';
import { DescribedTag } from '../../common/http/tag.decorator.js';
import { Cached } from '../../common/cache/cached.decorator.js';
import { Perishable } from '../../common/cache/perishable.js';
import { BodyLimit } from '../../common/http/body-limit.decorator.js';
import { Public, RequirePermission } from '../../common/http/access.decorator.js';
import { Idempotent } from '../../common/http/idempotency/idempotent.decorator.js';
import { IfMatch } from '../../common/http/if-match.js';
import { CurrentUser, type Principal } from '../../common/http/principal.js';
import { Located } from '../../common/http/located.decorator.js';
import { Problems } from '../../common/http/problems.decorator.js';
import { UuidParam } from '../../common/http/uuid-param.js';
import { CategoryNotFound, OptionValueInUse, SkuTaken, SlugTaken, VariantExists } from '../catalog.errors.js';
import { pageTags, PRODUCTS_TAG } from '../catalog.tags.js';
import { CreateProductDto } from '../dto/create-product.dto.js';
import { GetProductQuery } from '../dto/get-product.query.js';
import { ProductResponse } from '../dto/product.response.js';
import { RelatedProductsQuery } from '../dto/related-products.query.js';
import { RelatedProductsResponse } from '../dto/related-products.response.js';
import { UpdateProductDto } from '../dto/update-product.dto.js';
import { ProductsService } from './products.service.js';
import { ProductViews } from './product-views.js';
import { SlugMovedFilter } from '../slug-moved.filter.js';

const ID_OR_SLUG = 'Id or slug of the product.';

@DescribedTag('products', 'List and search products; create, change, import and export them as staff.')
@Controller('products')
export class ProductsController {
  constructor(
    private readonly products: ProductsService,
    private readonly views: ProductViews,
  ) {}

  /** Read a product by its id or slug */
  @Get(':id')
  @Public()
  @Cached({ tags: pageTags })
  @UseFilters(SlugMovedFilter.inPath('/products/'))
  @ApiParam({ name: 'id', description: ID_OR_SLUG, example: 'harbor-t-shirt' })
  @ApiOkResponse({ type: ProductResponse })
  @ApiMovedPermanentlyResponse({ description: 'The slug of the product has changed: see Location.' })
  getProduct(
    @Param('id') idOrSlug: string,
    @Query() query: GetProductQuery,
    @CurrentUser() user?: Principal,
  ): Promise<Perishable<string>> {
    return this.views.page(idOrSlug, query.currency, user);
  }

  /** List products that share categories with a product */
  @Get(':id/related')
  @Public()
  @Cached({ tags: (request) => [...pageTags(request), PRODUCTS_TAG], ttlSeconds: 60 })
  @UseFilters(SlugMovedFilter.inPath('/products/'))
  @ApiParam({ name: 'id', description: ID_OR_SLUG, example: 'harbor-t-shirt' })
  @ApiOkResponse({ type: RelatedProductsResponse })
  @ApiMovedPermanentlyResponse({ description: 'The slug of the product has changed: see Location.' })
  listRelatedProducts(
    @Param('id') idOrSlug: string,
    @Query() query: RelatedProductsQuery,
    @CurrentUser() user?: Principal,
  ): Promise<Perishable<RelatedProductsResponse>> {
    return this.views.related(idOrSlug, query, user);
  }

  /** Create a product with its variants */
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

  /** Change a product */
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

  /** Archive a product: it is no longer visible or for sale */
  @Delete(':id')
  @RequirePermission('catalog:write')
  @HttpCode(204)
  @ApiNoContentResponse()
  archiveProduct(@UuidParam('id') id: string, @IfMatch() expectedVersion: number | undefined): Promise<void> {
    return this.products.archive(id, expectedVersion);
  }
}
