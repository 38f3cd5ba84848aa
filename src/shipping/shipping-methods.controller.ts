import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { DescribedTag } from '../common/http/tag.decorator.js';
import { InvalidCursor, NotFound, StaleVersion } from '../common/errors/errors.js';
import { BodyLimit } from '../common/http/body-limit.decorator.js';
import { RequirePermission } from '../common/http/access.decorator.js';
import { Etagged } from '../common/http/etag.interceptor.js';
import { Idempotent } from '../common/http/idempotency/idempotent.decorator.js';
import { Located } from '../common/http/located.decorator.js';
import { IfMatch } from '../common/http/if-match.js';
import { ApiPage, type Page, PageQuery } from '../common/http/pagination.js';
import { Problems } from '../common/http/problems.decorator.js';
import { UuidParam } from '../common/http/uuid-param.js';
import { CreateShippingMethodDto } from './dto/create-shipping-method.dto.js';
import { ShippingMethodResponse } from './dto/shipping-method.response.js';
import { UpdateShippingMethodDto } from './dto/update-shipping-method.dto.js';
import { ShippingMethodsService } from './shipping-methods.service.js';

@DescribedTag(
  'shipping methods',
  'Read the ways in which orders are sent and what they cost, and change them as staff.',
)
@Controller('shipping-methods')
export class ShippingMethodsController {
  constructor(private readonly methods: ShippingMethodsService) {}

  /** Create a shipping method with its rates */
  @Post()
  @RequirePermission('shipping:write')
  @BodyLimit(256)
  @Idempotent({ required: true })
  @Located('/shipping-methods/{id}')
  async createShippingMethod(@Body() dto: CreateShippingMethodDto): Promise<ShippingMethodResponse> {
    return ShippingMethodResponse.from(await this.methods.create(dto));
  }

  /** List shipping methods, oldest first */
  @Get()
  @RequirePermission('shipping:write')
  @ApiPage(ShippingMethodResponse)
  @Problems(InvalidCursor)
  async listShippingMethods(@Query() query: PageQuery): Promise<Page<ShippingMethodResponse>> {
    const page = await this.methods.list(query);
    return page.map((method) => ShippingMethodResponse.from(method));
  }

  /** Read a shipping method */
  @Get(':id')
  @RequirePermission('shipping:write')
  @Etagged()
  @Problems(NotFound)
  async getShippingMethod(@UuidParam('id') id: string): Promise<ShippingMethodResponse> {
    return ShippingMethodResponse.from(await this.methods.get(id));
  }

  /** Rename a shipping method, or replace its rates */
  @Patch(':id')
  @RequirePermission('shipping:write')
  @BodyLimit(256)
  @Problems(NotFound, StaleVersion)
  async updateShippingMethod(
    @UuidParam('id') id: string,
    @Body() dto: UpdateShippingMethodDto,
    @IfMatch() expectedVersion?: number,
  ): Promise<ShippingMethodResponse> {
    return ShippingMethodResponse.from(await this.methods.update(id, dto, expectedVersion));
  }

  /** Delete a shipping method */
  @Delete(':id')
  @RequirePermission('shipping:write')
  @HttpCode(204)
  @Problems(NotFound, StaleVersion)
  deleteShippingMethod(@UuidParam('id') id: string, @IfMatch() expectedVersion?: number): Promise<void> {
    return this.methods.remove(id, expectedVersion);
  }
}
