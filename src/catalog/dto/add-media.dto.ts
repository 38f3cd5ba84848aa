import { ApiProperty } from '@nestjs/swagger';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Text } from '../../common/http/validators.js';
import { LIMITS } from '../limits.js';

/** What may be said of an uploaded image. */
export class AddMediaDto {
  /** What the image shows, for those who do not see it. */
  @ApiProperty({
    required: false,
    maxLength: LIMITS.mediaAlt,
    default: '',
    example: 'A blue T-shirt from the front',
  })
  @IfPresent()
  @Text({ min: 0, max: LIMITS.mediaAlt })
  alt?: string;
}
