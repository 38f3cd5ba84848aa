import { ApiProperty } from '@nestjs/swagger';
import { Email, Text } from '../../common/http/validators.js';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Password } from '../passwords/password.validator.js';
import { LEAST_PASSWORD_LENGTH } from '../passwords/password-length.js';

/** A new account. */
export class RegisterDto {
  /** Address of the account; upper and lower case are the same. */
  @Email()
  email: string;

  /** At least 12 characters, stored exactly as given. */
  @Password({ min: LEAST_PASSWORD_LENGTH })
  password: string;

  /** How the shop addresses this person. */
  @ApiProperty({ required: false, example: 'Mara Lind', minLength: 1, maxLength: 200 })
  @IfPresent()
  @Text({ max: 200 })
  name?: string;
}
