import { Controller, Get, Header, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import { RequirePermission } from '../../common/http/access.decorator.js';
import { ProductExport } from './product-export.js';

const EXAMPLE = 'slug,title,sku,price USD\r\nmug,Mug,MUG-1,12.50\r\n';

@ApiTags('products')
@Controller('catalog/exports')
export class CatalogExportsController {
  constructor(private readonly products: ProductExport) {}

  /** Export all products as CSV */
  @Get('products.csv')
  @RequirePermission('catalog:write')
  @Header('content-disposition', 'attachment; filename="products.csv"')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' }, example: EXAMPLE } } })
  exportProducts(): StreamableFile {
    return new StreamableFile(Readable.from(this.products.csv()), { type: 'text/csv; charset=utf-8' });
  }
}
