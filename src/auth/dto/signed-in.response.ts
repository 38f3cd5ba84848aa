import { ApiProperty } from '@nestjs/swagger';
import type { SignedIn } from '../signed-in.js';
import { AccountResponse } from './account.response.js';

/** The account and the tokens of its new session. */
export class SignedInResponse {
  /** The account. */
  @ApiProperty({ type: () => AccountResponse })
  user: AccountResponse;

  /** Send it as `Authorization: Bearer <token>`. */
  @ApiProperty({ example: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiIwMTk5In0.c2ln' })
  accessToken: string;

  /** Send it to `/auth/refresh` once, before or after the access token expires. Keep it secret. */
  @ApiProperty({ example: 'AZnFoGsefD-aUw1vPw9bEQAAAAE5VnQ3d0tqYk1yX2x6Q2hPZ1h1' })
  refreshToken: string;

  /** Send it with later sign-ins on this device, up to 60 days after the last refresh. It gives no access by itself. */
  @ApiProperty({
    example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11.5VnQ3d0tqYk1yX2x6Q2hPZ1h1c29tZXRoaW5nLWhlcmUtMTI',
  })
  deviceToken: string;

  /** Scheme of the access token. */
  @ApiProperty({ enum: ['Bearer'], example: 'Bearer' })
  tokenType: 'Bearer';

  /** Seconds until the access token expires. */
  @ApiProperty({ type: 'integer', example: 600 })
  expiresIn: number;

  static from({ user, accessToken, refreshToken, deviceToken, expiresIn }: SignedIn): SignedInResponse {
    return {
      user: AccountResponse.from(user),
      accessToken,
      refreshToken,
      deviceToken,
      tokenType: 'Bearer',
      expiresIn,
    };
  }
}
