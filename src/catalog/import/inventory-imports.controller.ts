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
import { INVENTORY_IMPORT } from './inventory-import.kind.js';

const FILE =
  'CSV with the columns `sku`, `on hand` (or `stock`), and `price` with `currency`, or `price USD` and the like; what a ' +
  'row leaves empty stays as it is. Prices need the permission `catalog:write` too.';

@ApiTags('inventory')
@Controller('inventory/imports')
export class InventoryImportsController {
  constructor(
    private readonly uploads: ImportUploads,
    private readonly imports: Imports,
  ) {}

  /** Upload a CSV file of stock counts and prices by SKU; a job sets them */
  @Post()
  @HttpCode(202)
  @RequirePermission('inventory:write')
  @Idempotent({ upload: true })
  @TakesUpload(FILE, IMPORT_FIELDS)
  @Located('/inventory/imports/{id}')
  @ApiAcceptedResponse({ type: ImportResponse })
  async importInventory(@Req() request: FastifyRequest): Promise<ImportResponse | Replay> {
    return ImportResponse.ofUpload(await this.uploads.take(INVENTORY_IMPORT, request));
  }

  /** List stock and price imports, newest first */
  @Get()
  @RequirePermission('inventory:write')
  @ApiPage(ImportResponse)
  async listInventoryImports(@Query() query: PageQuery): Promise<Page<ImportResponse>> {
    const page = await this.imports.list(INVENTORY_IMPORT, query);
    return page.map((row) => ImportResponse.from(row));
  }

  /** Read the progress of a stock and price import and the start of its report */
  @Get(':id')
  @RequirePermission('inventory:write')
  @ApiOkResponse({ type: ImportDetailResponse })
  async getInventoryImport(@UuidParam('id') id: string): Promise<ImportDetailResponse> {
    const found = await this.imports.get(INVENTORY_IMPORT, id);
    return ImportDetailResponse.with(found, await this.imports.report(found));
  }

  /** List the findings of a stock and price import by line */
  @Get(':id/findings')
  @RequirePermission('inventory:write')
  @ApiPage(ImportFindingResponse)
  async listInventoryImportFindings(
    @UuidParam('id') id: string,
    @Query() query: PageQuery,
  ): Promise<Page<ImportFindingResponse>> {
    const page = await this.imports.findings(INVENTORY_IMPORT, id, query);
    return page.map((row) => ImportFindingResponse.from(row));
  }
}
