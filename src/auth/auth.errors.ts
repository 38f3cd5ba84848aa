import { mapConstraint } from '../common/errors/constraints.js';
import { refusal } from '../common/errors/domain-error.js';

export class EmailTaken extends refusal('conflict', 'email_taken', 'The e-mail address has an account') {
  constructor() {
    super('This e-mail address has an account: sign in instead.');
  }
}

/** One answer for unknown address, wrong password and suspended account hides who has an account. */
export class InvalidCredentials extends refusal(
  'unauthenticated',
  'invalid_credentials',
  'The sign-in failed',
) {
  constructor() {
    super('The e-mail address or the password is wrong.');
  }
}

/** The token is foreign or used, or its session has ended. */
export class InvalidRefreshToken extends refusal(
  'unauthenticated',
  'invalid_refresh_token',
  'The session has ended',
) {
  constructor() {
    super('Sign in again.');
  }
}

export class LastOwner extends refusal('conflict', 'last_owner', 'The shop must keep an owner') {
  constructor() {
    super('This is the last active owner: make another account owner first.');
  }
}

export class PasswordNotFitForStaff extends refusal(
  'conflict',
  'password_not_fit_for_staff',
  'The password does not meet the staff rules',
) {
  constructor() {
    super(
      'Staff needs a longer password. If the account already has one, its holder must sign in once more.',
    );
  }
}

export class EmailNotVerified extends refusal(
  'conflict',
  'email_not_verified',
  'The e-mail address is not verified',
) {
  constructor() {
    super(
      'Make sure that the address belongs to this person, and send "emailVerified": true with the roles.',
    );
  }
}

mapConstraint('users_email_key', () => new EmailTaken());
mapConstraint('users_keep_an_owner', () => new LastOwner());
