import { Body, Controller, Get, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { DescribedTag } from '../common/http/tag.decorator.js';
import { RequirePermission } from '../common/http/access.decorator.js';
import { Etagged } from '../common/http/etag.interceptor.js';
import { Idempotent } from '../common/http/idempotency/idempotent.decorator.js';
import { IfMatch } from '../common/http/if-match.js';
import { ApiPage, type Page } from '../common/http/pagination.js';
import { CurrentUser, type Principal } from '../common/http/principal.js';
import { Located } from '../common/http/located.decorator.js';
import { Problems } from '../common/http/problems.decorator.js';
import { UuidParam } from '../common/http/uuid-param.js';
import { AdjustStockDto } from './dto/adjust-stock.dto.js';
import { LevelResponse } from './dto/level.response.js';
import { LimitStockDto } from './dto/limit-stock.dto.js';
import { ListLevelsQuery } from './dto/list-levels.query.js';
import { SetOnHandDto } from './dto/set-on-hand.dto.js';
import { OnHandBelowReserved, OnHandTooLarge, StockVariantNotFound } from './inventory.errors.js';
import { LevelsService } from './levels.service.js';

@DescribedTag(
  'inventory',
  'Read how many there are of each variant, and set, correct or import these numbers as staff.',
)
@Controller('inventory')
export class InventoryController {
  constructor(private readonly levels: LevelsService) {}

  /** List stock levels, sorted by SKU */
  @Get('levels')
  @RequirePermission('inventory:read')
  @ApiPage(LevelResponse)
  async listStockLevels(@Query() query: ListLevelsQuery): Promise<Page<LevelResponse>> {
    const page = await this.levels.list(query);
    return page.map((level) => LevelResponse.from(level));
  }

  /** Read the stock level of a variant */
  @Get('levels/:variantId')
  @RequirePermission('inventory:read')
  @Etagged()
  @ApiOkResponse({ type: LevelResponse })
  async getStockLevel(@UuidParam('variantId') variantId: string): Promise<LevelResponse> {
    return LevelResponse.from(await this.levels.get(variantId));
  }

  /** Set the counted units of a variant */
  @Put('levels/:variantId')
  @RequirePermission('inventory:write')
  @Problems(OnHandBelowReserved)
  @ApiOkResponse({ type: LevelResponse })
  async setStockLevel(
    @UuidParam('variantId') variantId: string,
    @Body() body: SetOnHandDto,
    @IfMatch() expectedVersion: number | undefined,
    @CurrentUser() user: Principal,
  ): Promise<LevelResponse> {
    const level = await this.levels.setOnHand(variantId, body.onHand, expectedVersion, user.userId);
    return LevelResponse.from(level);
  }

  /** Set how many units of a variant one order may have */
  @Patch('levels/:variantId')
  @RequirePermission('inventory:write')
  @ApiOkResponse({ type: LevelResponse })
  async limitStock(
    @UuidParam('variantId') variantId: string,
    @Body() body: LimitStockDto,
  ): Promise<LevelResponse> {
    return LevelResponse.from(await this.levels.limit(variantId, body.maxPerOrder));
  }

  /** Add or remove units of a variant, with a reason */
  @Post('adjustments')
  @RequirePermission('inventory:write')
  @Idempotent({ required: true })
  @Problems(OnHandBelowReserved, OnHandTooLarge, StockVariantNotFound)
  @Located('/inventory/levels/{variantId}')
  @ApiCreatedResponse({ type: LevelResponse })
  async adjustStock(@Body() body: AdjustStockDto, @CurrentUser() user: Principal): Promise<LevelResponse> {
    return LevelResponse.from(await this.levels.adjust(body, user.userId));
  }
}
