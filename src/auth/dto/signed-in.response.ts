import { ApiProperty } from '@nestjs/swagger';
import type { SignedIn } from '../tokens.service.js';
import { AccountResponse } from './account.response.js';

/** A session's tokens and whose they are. */
export class SignedInResponse {
  /** The account. */
  @ApiProperty({ type: () => AccountResponse })
  user: AccountResponse;

  /** Send it as `Authorization: Bearer <token>`. */
  @ApiProperty({ example: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiIwMTk5In0.c2ln' })
  accessToken: string;

  /** Give it to `/auth/refresh` once, before or after the access token expires. Keep it secret. */
  @ApiProperty({ example: 'AZnFoGsefD-aUw1vPw9bEQAAAAE5VnQ3d0tqYk1yX2x6Q2hPZ1h1' })
  refreshToken: string;

  /** How the access token is sent. */
  @ApiProperty({ enum: ['Bearer'], example: 'Bearer' })
  tokenType: 'Bearer';

  /** Seconds until the access token expires. */
  @ApiProperty({ type: 'integer', example: 600 })
  expiresIn: number;

  static from({ user, accessToken, refreshToken, expiresIn }: SignedIn): SignedInResponse {
    return { user: AccountResponse.from(user), accessToken, refreshToken, tokenType: 'Bearer', expiresIn };
  }
}
