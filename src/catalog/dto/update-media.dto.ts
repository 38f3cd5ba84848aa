import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Text } from '../../common/http/validators.js';
import { LIMITS } from '../limits.js';

/** What to change of a product's image. */
export class UpdateMediaDto {
  /** What the image shows, for those who do not see it. */
  @ApiProperty({ required: false, maxLength: LIMITS.mediaAlt, example: 'A blue T-shirt from behind' })
  @IfPresent()
  @Text({ min: 0, max: LIMITS.mediaAlt })
  alt?: string;

  /** Where it is to stand: 0 is the thumbnail. Beyond the end it stands last. */
  @ApiProperty({ required: false, type: 'integer', minimum: 0, maximum: LIMITS.media, example: 0 })
  @IfPresent()
  @IsInt()
  @Min(0)
  @Max(LIMITS.media)
  position?: number;
}
