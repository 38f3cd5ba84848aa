import { Injectable } from '@nestjs/common';
import { ValidationFailed } from '../../common/errors/errors.js';
import { HttpConfig } from '../../common/http/http.config.js';
import { AuthConfig } from '../auth.config.js';
import type { PasswordLevel } from '../entities/user.entity.js';
import { guessesLog10, wordsIn } from './password-guesses.js';
import { isStaff, type Role } from '../permissions.js';
import { lengthOf, MAX_PASSWORD_LENGTH } from './password-length.js';

/** 10^9 guesses take about a day, even against slow hashes. */
const LEAST_GUESSES_LOG10 = 9;
const PROJECT = 'cartwright';

export interface PasswordHolder {
  readonly email: string;
  readonly name?: string | null;
  readonly roles: readonly Role[];
}

/** Judges length and guessability, without composition rules, trimming or truncation. */
@Injectable()
export class PasswordPolicy {
  private readonly refused: ReadonlySet<string>;
  private readonly shopWords: readonly string[];

  constructor(
    private readonly config: AuthConfig,
    http: HttpConfig,
  ) {
    this.refused = new Set(config.passwordList.map(lower));
    this.shopWords = wordsIn(PROJECT, config.issuer, http.publicUrl);
  }

  /** Throws ValidationFailed with the path `password`. */
  async check(password: string, holder: PasswordHolder): Promise<void> {
    const least = isStaff(holder.roles) ? this.config.staffPasswordMinLength : this.config.passwordMinLength;
    const known = lower(password);
    if (!isStorable(password)) throw weak('malformed', 'password must be text without NUL');
    if (lengthOf(password) < least)
      throw weak('too_short', `password must have at least ${least} characters`);
    if (lengthOf(password) > MAX_PASSWORD_LENGTH)
      throw weak('too_long', `password must have at most ${MAX_PASSWORD_LENGTH} characters`);
    if (known === holder.email) throw weak('too_common', 'password must not be the e-mail address');
    if (this.refused.has(known) || (await this.isGuessable(known, holder))) {
      throw weak('too_common', 'password is one of those that are tried first: add words of your own');
    }
  }

  /** The highest level whose rules the password meets. */
  async levelOf(password: string, { email, name }: PasswordHolder): Promise<PasswordLevel> {
    try {
      await this.check(password, { email, name, roles: ['staff'] });
      return 'staff';
    } catch (error) {
      if (error instanceof ValidationFailed) return 'customer';
      throw error;
    }
  }

  private async isGuessable(known: string, { email, name }: PasswordHolder): Promise<boolean> {
    const words = [...this.shopWords, email.split('@', 1)[0]!, ...wordsIn(email, name)];
    return (await guessesLog10(known, words)) < LEAST_GUESSES_LOG10;
  }
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

const weak = (code: string, message: string) => new ValidationFailed([{ path: 'password', code, message }]);

const lower = (text: string): string => text.toLowerCase();
