import { mapConstraint } from '../common/errors/constraints.js';
import { DomainError, type ErrorKind } from '../common/errors/domain-error.js';

export class EmailTaken extends DomainError {
  static override readonly code = 'email_taken';
  static override readonly kind: ErrorKind = 'conflict';
  static override readonly title = 'The e-mail address has an account';

  constructor() {
    super('This e-mail address has an account: sign in instead.');
  }
}

/** One answer for unknown address, wrong password and suspended account hides who has an account. */
export class InvalidCredentials extends DomainError {
  static override readonly code = 'invalid_credentials';
  static override readonly kind: ErrorKind = 'unauthenticated';
  static override readonly title = 'The sign-in failed';

  constructor() {
    super('The e-mail address or the password is wrong.');
  }
}

/** The token is foreign or used, or its session has ended. */
export class InvalidRefreshToken extends DomainError {
  static override readonly code = 'invalid_refresh_token';
  static override readonly kind: ErrorKind = 'unauthenticated';
  static override readonly title = 'The session has ended';

  constructor() {
    super('Sign in again.');
  }
}

export class LastOwner extends DomainError {
  static override readonly code = 'last_owner';
  static override readonly kind: ErrorKind = 'conflict';
  static override readonly title = 'The shop must keep an owner';

  constructor() {
    super('This is the last active owner: make another account owner first.');
  }
}

export class PasswordNotFitForStaff extends DomainError {
  static override readonly code = 'password_not_fit_for_staff';
  static override readonly kind: ErrorKind = 'conflict';
  static override readonly title = 'The password does not meet the staff rules';

  constructor() {
    super(
      'Staff needs a longer password. If the account already has one, its holder must sign in once more.',
    );
  }
}

export class EmailNotVerified extends DomainError {
  static override readonly code = 'email_not_verified';
  static override readonly kind: ErrorKind = 'conflict';
  static override readonly title = 'The e-mail address is not verified';

  constructor() {
    super(
      'Make sure that the address belongs to this person, and send "emailVerified": true with the roles.',
    );
  }
}

mapConstraint('users_email_key', () => new EmailTaken());
mapConstraint('users_keep_an_owner', () => new LastOwner());
