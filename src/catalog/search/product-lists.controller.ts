import { Controller, Get, Query, UseFilters, UseInterceptors } from '@nestjs/common';
import { ApiMovedPermanentlyResponse, ApiOkResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Cached } from '../../common/cache/cached.decorator.js';
import { Perishable } from '../../common/cache/perishable.js';
import { Forbidden } from '../../common/errors/errors.js';
import { Public } from '../../common/http/access.decorator.js';
import { CurrentUser, type Principal } from '../../common/http/principal.js';
import { Problems } from '../../common/http/problems.decorator.js';
import { CATEGORIES_TAG, PRODUCTS_TAG } from '../catalog.tags.js';
import { ListProductsQuery } from '../dto/list-products.query.js';
import { OPTION_VALUES_SCHEMA } from '../dto/option-values.validator.js';
import { ProductPageResponse } from '../dto/product-page.response.js';
import { SuggestProductsQuery } from '../dto/suggest-products.query.js';
import { SuggestionsResponse } from '../dto/suggestion.response.js';
import { SlugMovedFilter } from '../slug-moved.filter.js';
import { OptionFiltersInterceptor } from './option-filters.interceptor.js';
import { ProductLists } from './product-lists.js';
import { SuggestionsReader } from './suggestions.reader.js';

/** Finds products. Registered before `ProductsController`, whose `:id` would match `suggestions`. */
@ApiTags('products')
@Controller('products')
export class ProductListsController {
  constructor(
    private readonly lists: ProductLists,
    private readonly suggestions: SuggestionsReader,
  ) {}

  /** List, search, filter and sort products */
  @Get()
  @Public()
  @Cached({ tags: () => [PRODUCTS_TAG] })
  @UseInterceptors(OptionFiltersInterceptor)
  @UseFilters(SlugMovedFilter.inQuery('category'))
  @Problems(Forbidden)
  @ApiOkResponse({ type: ProductPageResponse })
  @ApiMovedPermanentlyResponse({ description: 'The slug of the category has changed: see Location.' })
  @ApiQuery({
    name: 'option',
    required: false,
    style: 'deepObject',
    explode: true,
    description:
      'Values that one variant must have: `option[Color]=Blue&option[Size]=M`. For a repeated option, one of the values ' +
      'is enough: `option[Color]=Blue&option[Color]=Red`. `option.Color=Blue` means the same.',
    schema: { type: 'object', ...OPTION_VALUES_SCHEMA },
    example: { Color: 'Blue', Size: 'M' },
  })
  listProducts(
    @Query() query: ListProductsQuery,
    @CurrentUser() user?: Principal,
  ): Promise<Perishable<string>> {
    return this.lists.page(query, user);
  }

  /** Suggest products and categories for what a shopper types */
  @Get('suggestions')
  @Public()
  @Cached({ tags: () => [PRODUCTS_TAG, CATEGORIES_TAG], ttlSeconds: 60 })
  @ApiOkResponse({ type: SuggestionsResponse })
  suggestProducts(@Query() query: SuggestProductsQuery): Promise<SuggestionsResponse> {
    return this.suggestions.suggest(query);
  }
}
