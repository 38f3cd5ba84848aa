import { ApiProperty } from '@nestjs/swagger';
import { QueryInteger, Text } from '../../common/http/validators.js';

/** What a shopper has typed. */
export class SuggestProductsQuery {
  /** Words or beginnings of words. */
  @ApiProperty({ minLength: 1, maxLength: 100, example: 'lin sh' })
  @Text({ max: 100 })
  q: string;

  /** Most suggestions to return. */
  @QueryInteger({ min: 1, max: 20, default: 8 })
  limit: number = 8;
}
