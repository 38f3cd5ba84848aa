import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { Text } from '../../common/http/validators.js';

/** Takes an order back. */
export class CancelOrderDto {
  /** Why, for the order's history. */
  @ApiPropertyOptional({ example: 'ordered twice', maxLength: 200 })
  @IsOptional()
  @Text({ max: 200 })
  reason?: string;
}
