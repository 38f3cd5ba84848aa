import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Text } from '../../common/http/validators.js';
import { LIMITS } from '../limits.js';

/** Fields of an image to change. */
export class UpdateMediaDto {
  /** Alternative text for people who do not see the image. */
  @ApiProperty({ required: false, maxLength: LIMITS.mediaAlt, example: 'A blue T-shirt from behind' })
  @IfPresent()
  @Text({ min: 0, max: LIMITS.mediaAlt })
  alt?: string;

  /** New position: 0 is the thumbnail; beyond the end means last. */
  @ApiProperty({ required: false, type: 'integer', minimum: 0, maximum: LIMITS.media, example: 0 })
  @IfPresent()
  @IsInt()
  @Min(0)
  @Max(LIMITS.media)
  position?: number;
}
