import { Injectable } from '@nestjs/common';
import { ValidationFailed } from '../common/errors/errors.js';
import { AuthConfig } from './auth.config.js';
import { COMMON_PASSWORDS } from './common-passwords.js';
import { isStaff, type Role } from './permissions.js';

/** Room for 256 characters of four bytes; every longer one would only cost us time. */
export const MAX_PASSWORD_BYTES = 1_024;

/** Which passwords an account may have. Length counts; no rules of composition, no trimming, no cutting off. */
@Injectable()
export class PasswordPolicy {
  private readonly refused: ReadonlySet<string>;

  constructor(private readonly config: AuthConfig) {
    this.refused = new Set([...COMMON_PASSWORDS, ...config.passwordList.map(lower)]);
  }

  /** Throws ValidationFailed with the path `password`. */
  check(password: string, account: { readonly email: string; readonly roles: readonly Role[] }): void {
    const least = isStaff(account.roles) ? this.config.staffPasswordMinLength : this.config.passwordMinLength;
    const known = lower(password);
    if (!isStorable(password)) throw weak('malformed', 'password must be text without NUL');
    if (codePointsOf(password) < least)
      throw weak('too_short', `password must have at least ${least} characters`);
    if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) {
      throw weak('too_long', `password must have at most ${MAX_PASSWORD_BYTES} bytes`);
    }
    if (known === account.email) throw weak('too_common', 'password must not be the e-mail address');
    if (this.refused.has(known)) throw weak('too_common', 'password is one of those that are tried first');
  }
}

const codePointsOf = (text: string): number => Array.from(text).length;

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

const weak = (code: string, message: string) => new ValidationFailed([{ path: 'password', code, message }]);

const lower = (text: string): string => text.toLowerCase();
