import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { DescribedTag } from '../common/http/tag.decorator.js';
import { InvalidCursor, NotFound, StaleVersion } from '../common/errors/errors.js';
import { RequirePermission } from '../common/http/access.decorator.js';
import { Etagged } from '../common/http/etag.interceptor.js';
import { Idempotent } from '../common/http/idempotency/idempotent.decorator.js';
import { Located } from '../common/http/located.decorator.js';
import { IfMatch } from '../common/http/if-match.js';
import { ApiPage, type Page, PageQuery } from '../common/http/pagination.js';
import { Problems } from '../common/http/problems.decorator.js';
import { UuidParam } from '../common/http/uuid-param.js';
import { CreateTaxRateDto } from './dto/create-tax-rate.dto.js';
import { TaxRateResponse } from './dto/tax-rate.response.js';
import { UpdateTaxRateDto } from './dto/update-tax-rate.dto.js';
import { TaxRatesService } from './tax-rates.service.js';
import { TaxRateExists } from './taxes.errors.js';

@DescribedTag('tax rates', 'Read the tax rates of countries and regions, and change them as staff.')
@Controller('tax-rates')
export class TaxRatesController {
  constructor(private readonly rates: TaxRatesService) {}

  /** Create a tax rate for a country or one of its regions */
  @Post()
  @RequirePermission('taxes:write')
  @Idempotent()
  @Problems(TaxRateExists)
  @Located('/tax-rates/{id}')
  async createTaxRate(@Body() dto: CreateTaxRateDto): Promise<TaxRateResponse> {
    return TaxRateResponse.from(await this.rates.create(dto));
  }

  /** List tax rates, oldest first */
  @Get()
  @RequirePermission('taxes:write')
  @ApiPage(TaxRateResponse)
  @Problems(InvalidCursor)
  async listTaxRates(@Query() query: PageQuery): Promise<Page<TaxRateResponse>> {
    const page = await this.rates.list(query);
    return page.map((rate) => TaxRateResponse.from(rate));
  }

  /** Read a tax rate */
  @Get(':id')
  @RequirePermission('taxes:write')
  @Etagged()
  @Problems(NotFound)
  async getTaxRate(@UuidParam('id') id: string): Promise<TaxRateResponse> {
    return TaxRateResponse.from(await this.rates.get(id));
  }

  /** Rename a tax rate or change its percentage */
  @Patch(':id')
  @RequirePermission('taxes:write')
  @Problems(NotFound, StaleVersion)
  async updateTaxRate(
    @UuidParam('id') id: string,
    @Body() dto: UpdateTaxRateDto,
    @IfMatch() expectedVersion?: number,
  ): Promise<TaxRateResponse> {
    return TaxRateResponse.from(await this.rates.update(id, dto, expectedVersion));
  }

  /** Delete a tax rate */
  @Delete(':id')
  @RequirePermission('taxes:write')
  @HttpCode(204)
  @Problems(NotFound, StaleVersion)
  deleteTaxRate(@UuidParam('id') id: string, @IfMatch() expectedVersion?: number): Promise<void> {
    return this.rates.remove(id, expectedVersion);
  }
}
