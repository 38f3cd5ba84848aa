import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { PageQuery } from '../../common/http/pagination.js';
import { Text } from '../../common/http/validators.js';

export class ListLevelsQuery extends PageQuery {
  /** Only the level of this exact SKU. */
  @ApiProperty({ required: false, example: 'TEE-BLUE-M' })
  @IsOptional()
  @Text({ max: 100 })
  sku?: string;

  /** Only the level of this variant. */
  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsUUID()
  variantId?: string;
}
