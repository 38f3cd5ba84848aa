import type { User } from './entities/user.entity.js';

export interface SignedIn {
  readonly user: User;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Proves at later sign-ins that the account has signed in on this device. */
  readonly deviceToken: string;
  /** Seconds until the access token expires. */
  readonly expiresIn: number;
}
