import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, UseFilters } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiMovedPermanentlyResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiParam,
} from '@nestjs/swagger';
import { DescribedTag } from '../../common/http/tag.decorator.js';
import { Cached } from '../../common/cache/cached.decorator.js';
import { Public, RequirePermission } from '../../common/http/access.decorator.js';
import { NoQuery } from '../../common/http/no-query.js';
import { Idempotent } from '../../common/http/idempotency/idempotent.decorator.js';
import { Located } from '../../common/http/located.decorator.js';
import { IfMatch } from '../../common/http/if-match.js';
import { ApiPage, Page } from '../../common/http/pagination.js';
import { Problems } from '../../common/http/problems.decorator.js';
import { UuidParam } from '../../common/http/uuid-param.js';
import { CategoriesService } from './categories.service.js';
import {
  CategoryCircle,
  CategoryHasChildren,
  CategoryTooDeep,
  ParentNotFound,
  SlugTaken,
  TooManyCategories,
} from '../catalog.errors.js';
import { CATEGORIES_TAG } from '../catalog.tags.js';
import { CategoryNodeResponse, CategoryResponse } from '../dto/category.response.js';
import { CreateCategoryDto } from '../dto/create-category.dto.js';
import { UpdateCategoryDto } from '../dto/update-category.dto.js';
import { SlugMovedFilter } from '../slug-moved.filter.js';

@DescribedTag('categories', 'Read the category tree, and change it as staff.')
@Controller('categories')
export class CategoriesController {
  constructor(private readonly categories: CategoriesService) {}

  /** Read the category tree */
  @Get()
  @Public()
  @Cached({ tags: () => [CATEGORIES_TAG] })
  @ApiPage(CategoryNodeResponse)
  async listCategories(@NoQuery() _none: undefined): Promise<Page<CategoryNodeResponse>> {
    const tree = await this.categories.tree();
    const childrenOf = (id: string | null) => tree.childrenOf(id);
    return new Page(
      childrenOf(null).map((root) => CategoryNodeResponse.with(root, childrenOf)),
      null,
    );
  }

  /** Read a category by its id or slug */
  @Get(':id')
  @Public()
  @Cached({ tags: () => [CATEGORIES_TAG] })
  @UseFilters(SlugMovedFilter.inPath('/categories/'))
  @ApiParam({ name: 'id', description: 'Id or slug of the category.', example: 'shirts' })
  @ApiOkResponse({ type: CategoryResponse })
  @ApiMovedPermanentlyResponse({ description: 'The slug of the category has changed: see Location.' })
  async getCategory(@Param('id') idOrSlug: string, @NoQuery() _none: undefined): Promise<CategoryResponse> {
    return CategoryResponse.from(await this.categories.get(idOrSlug));
  }

  /** Create a category */
  @Post()
  @RequirePermission('catalog:write')
  @Idempotent({ required: true })
  @Problems(SlugTaken, ParentNotFound, CategoryTooDeep, TooManyCategories)
  @Located('/categories/{id}')
  @ApiCreatedResponse({ type: CategoryResponse })
  async createCategory(@Body() body: CreateCategoryDto): Promise<CategoryResponse> {
    return CategoryResponse.from(await this.categories.create(body));
  }

  /** Change a category, or move it */
  @Patch(':id')
  @RequirePermission('catalog:write')
  @Problems(SlugTaken, ParentNotFound, CategoryCircle, CategoryTooDeep)
  @ApiOkResponse({ type: CategoryResponse })
  async updateCategory(
    @UuidParam('id') id: string,
    @Body() body: UpdateCategoryDto,
    @IfMatch() expectedVersion: number | undefined,
  ): Promise<CategoryResponse> {
    return CategoryResponse.from(await this.categories.update(id, body, expectedVersion));
  }

  /** Delete a category; its products stay */
  @Delete(':id')
  @RequirePermission('catalog:write')
  @HttpCode(204)
  @Problems(CategoryHasChildren)
  @ApiNoContentResponse()
  deleteCategory(@UuidParam('id') id: string, @IfMatch() expectedVersion: number | undefined): Promise<void> {
    return this.categories.remove(id, expectedVersion);
  }
}
