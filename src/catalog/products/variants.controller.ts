import { Body, Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../../common/http/access.decorator.js';
import { Etagged } from '../../common/http/etag.interceptor.js';
import { Idempotent } from '../../common/http/idempotency/idempotent.decorator.js';
import { Located } from '../../common/http/located.decorator.js';
import { IfMatch } from '../../common/http/if-match.js';
import { Problems } from '../../common/http/problems.decorator.js';
import { UuidParam } from '../../common/http/uuid-param.js';
import { LastVariant, OptionsMismatch, SkuTaken, TooManyVariants, VariantExists } from '../catalog.errors.js';
import { CreateVariantDto } from '../dto/create-variant.dto.js';
import { UpdateVariantDto } from '../dto/update-variant.dto.js';
import { VariantResponse } from '../dto/variant.response.js';
import { VariantsService } from './variants.service.js';

@ApiTags('products')
@Controller()
export class VariantsController {
  constructor(private readonly variants: VariantsService) {}

  /** Add a variant to a product */
  @Post('products/:id/variants')
  @RequirePermission('catalog:write')
  @Idempotent()
  @Problems(SkuTaken, VariantExists, OptionsMismatch, TooManyVariants)
  @Located('/variants/{id}')
  @ApiCreatedResponse({ type: VariantResponse })
  createVariant(
    @UuidParam('id') productId: string,
    @Body() body: CreateVariantDto,
  ): Promise<VariantResponse> {
    return this.variants.add(productId, body);
  }

  /** Read a variant as staff */
  @Get('variants/:id')
  @RequirePermission('catalog:write')
  @Etagged()
  @ApiOkResponse({ type: VariantResponse })
  getVariant(@UuidParam('id') id: string): Promise<VariantResponse> {
    return this.variants.get(id);
  }

  /** Change a variant */
  @Patch('variants/:id')
  @RequirePermission('catalog:write')
  @Problems(SkuTaken, VariantExists, OptionsMismatch)
  @ApiOkResponse({ type: VariantResponse })
  updateVariant(
    @UuidParam('id') id: string,
    @Body() body: UpdateVariantDto,
    @IfMatch() expectedVersion: number | undefined,
  ): Promise<VariantResponse> {
    return this.variants.update(id, body, expectedVersion);
  }

  /** Delete a variant */
  @Delete('variants/:id')
  @RequirePermission('catalog:write')
  @HttpCode(204)
  @Problems(LastVariant)
  @ApiNoContentResponse()
  deleteVariant(@UuidParam('id') id: string, @IfMatch() expectedVersion: number | undefined): Promise<void> {
    return this.variants.remove(id, expectedVersion);
  }
}
