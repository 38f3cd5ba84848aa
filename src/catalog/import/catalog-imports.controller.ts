import { Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { RequirePermission } from '../../common/http/access.decorator.js';
import type { Replay } from '../../common/http/idempotency/idempotency.js';
import { Idempotent } from '../../common/http/idempotency/idempotent.decorator.js';
import { Located } from '../../common/http/located.decorator.js';
import { TakesUpload } from '../../common/http/multipart/multipart.decorator.js';
import { ApiPage, type Page, PageQuery } from '../../common/http/pagination.js';
import { UuidParam } from '../../common/http/uuid-param.js';
import { ImportDetailResponse } from '../../common/imports/dto/import-detail.response.js';
import { IMPORT_FIELDS } from '../../common/imports/dto/import-fields.dto.js';
import { ImportFindingResponse } from '../../common/imports/dto/import-finding.response.js';
import { ImportResponse } from '../../common/imports/dto/import.response.js';
import { ImportUploads } from '../../common/imports/import-uploads.js';
import { Imports } from '../../common/imports/imports.js';
import { CATALOG_IMPORT } from './catalog-import.kind.js';

@ApiTags('products')
@Controller('catalog/imports')
export class CatalogImportsController {
  constructor(
    private readonly uploads: ImportUploads,
    private readonly imports: Imports,
  ) {}

  /** Upload a CSV file of products; a job imports it */
  @Post()
  @HttpCode(202)
  @RequirePermission('catalog:write')
  @Idempotent({ upload: true })
  @TakesUpload(
    "The shop's own CSV, or an export of Shopify, WooCommerce or Magento, in UTF-8.",
    IMPORT_FIELDS,
  )
  @Located('/catalog/imports/{id}')
  @ApiAcceptedResponse({ type: ImportResponse })
  async importProducts(@Req() request: FastifyRequest): Promise<ImportResponse | Replay> {
    return ImportResponse.ofUpload(await this.uploads.take(CATALOG_IMPORT, request));
  }

  /** List product imports, newest first */
  @Get()
  @RequirePermission('catalog:write')
  @ApiPage(ImportResponse)
  async listProductImports(@Query() query: PageQuery): Promise<Page<ImportResponse>> {
    const page = await this.imports.list(CATALOG_IMPORT, query);
    return page.map((row) => ImportResponse.from(row));
  }

  /** Read the progress of a product import and the start of its report */
  @Get(':id')
  @RequirePermission('catalog:write')
  @ApiOkResponse({ type: ImportDetailResponse })
  async getProductImport(@UuidParam('id') id: string): Promise<ImportDetailResponse> {
    const found = await this.imports.get(CATALOG_IMPORT, id);
    return ImportDetailResponse.with(found, await this.imports.report(found));
  }

  /** List the findings of a product import by line */
  @Get(':id/findings')
  @RequirePermission('catalog:write')
  @ApiPage(ImportFindingResponse)
  async listProductImportFindings(
    @UuidParam('id') id: string,
    @Query() query: PageQuery,
  ): Promise<Page<ImportFindingResponse>> {
    const page = await this.imports.findings(CATALOG_IMPORT, id, query);
    return page.map((row) => ImportFindingResponse.from(row));
  }
}
