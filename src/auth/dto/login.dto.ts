import { Email } from '../../common/http/validators.js';
import { Password } from '../password.validator.js';

/** What proves an account to be one's own. */
export class LoginDto {
  /** The account's address, in any case. */
  @Email()
  email: string;

  /** The account's password. */
  @Password()
  password: string;
}
