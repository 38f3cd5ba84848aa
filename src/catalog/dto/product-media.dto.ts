import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Text } from '../../common/http/validators.js';
import { LIMITS } from '../limits.js';

/** Web addresses, and paths on the shop's own host. Nothing else is safe to put into a page as it is. */
const WEB_ADDRESS = /^(https?:\/\/[^\s/?#\\]+[^\s\\]*|\/(?![/\\])[^\s\\]*)$/i;

/** An image of a product. */
export class ProductMediaDto {
  /** Address of the image: http, https, or a path on the shop's host. */
  @ApiProperty({ maxLength: LIMITS.mediaUrl, example: 'https://images.example.com/tee-blue.jpg' })
  @IsString()
  @MaxLength(LIMITS.mediaUrl)
  @Matches(WEB_ADDRESS, {
    message: '$property must be an http or https address, or a path that begins with /',
  })
  url: string;

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
