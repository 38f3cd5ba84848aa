import { ApiProperty } from '@nestjs/swagger';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Email, Text } from '../../common/http/validators.js';
import { Password } from '../passwords/password.validator.js';

/** What proves an account to be one's own. */
export class LoginDto {
  /** The account's address, in any case. */
  @Email()
  email: string;

  /** The account's password. */
  @Password()
  password: string;

  /** The `deviceToken` of an earlier sign-in on this device, of the same account; any other is left aside. */
  @ApiProperty({
    required: false,
    example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11.5VnQ3d0tqYk1yX2x6Q2hPZ1h1c29tZXRoaW5nLWhlcmUtMTI',
    minLength: 1,
    maxLength: 200,
  })
  @IfPresent()
  @Text({ max: 200 })
  deviceToken?: string;
}
