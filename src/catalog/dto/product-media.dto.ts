import { ApiProperty } from '@nestjs/swagger';
import { MaxLength } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Text } from '../../common/http/validators.js';
import { LIMITS } from '../limits.js';
import { ImageAddress } from './image-address.validator.js';

/** An image of a product. */
export class ProductMediaDto {
  /** Address of the image: http or https without credentials, or a path on the shop's host. */
  @ApiProperty({ maxLength: LIMITS.mediaUrl, example: 'https://images.example.com/tee-blue.jpg' })
  @MaxLength(LIMITS.mediaUrl)
  @ImageAddress()
  url: string;

  /** Alternative text for people who do not see the image. */
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
