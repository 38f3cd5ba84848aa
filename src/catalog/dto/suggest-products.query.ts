import { ApiProperty } from '@nestjs/swagger';
import { QueryInteger, Text } from '../../common/http/validators.js';

/** What a shopper has typed so far. */
export class SuggestProductsQuery {
  /** Each word may be the beginning of one. */
  @ApiProperty({ minLength: 1, maxLength: 100, example: 'lin sh' })
  @Text({ max: 100 })
  q: string;

  /** Suggestions at most. */
  @QueryInteger({ min: 1, max: 20, default: 8 })
  limit: number = 8;
}
