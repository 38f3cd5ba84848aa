import { ApiProperty } from '@nestjs/swagger';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Email, Text } from '../../common/http/validators.js';
import { Password } from '../passwords/password.validator.js';

/** Credentials of an account. */
export class LoginDto {
  /** The account's address; upper and lower case are the same. */
  @Email()
  email: string;

  /** The account's password. */
  @Password()
  password: string;

  /** The `deviceToken` of an earlier sign-in to this account on this device; any other value is ignored. */
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
