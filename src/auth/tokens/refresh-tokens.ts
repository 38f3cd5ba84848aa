import { Injectable } from '@nestjs/common';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AuthConfig } from '../auth.config.js';

const ID_BYTES = 16;
const COUNTER_BYTES = 4;
const BODY_BYTES = ID_BYTES + COUNTER_BYTES;
const MAC_BYTES = 32;

export interface RefreshClaim {
  readonly sessionId: string;
  readonly counter: number;
}

/** Refresh tokens are a session's id and counter with a MAC: opaque, and never stored. */
@Injectable()
export class RefreshTokens {
  constructor(private readonly config: AuthConfig) {}

  issue({ sessionId, counter }: RefreshClaim): string {
    const body = Buffer.alloc(BODY_BYTES);
    body.write(sessionId.replaceAll('-', ''), 0, 'hex');
    body.writeUInt32BE(counter, ID_BYTES);
    return Buffer.concat([body, mac(this.config.refreshSecret, body)]).toString('base64url');
  }

  /** The claim of a token that we made, even if its session has ended. */
  read(token: string): RefreshClaim | undefined {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== BODY_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) return undefined;
    const body = bytes.subarray(0, BODY_BYTES);
    if (!this.secrets.some((secret) => timingSafeEqual(mac(secret, body), bytes.subarray(BODY_BYTES))))
      return undefined;
    const hex = body.toString('hex', 0, ID_BYTES);
    const sessionId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return { sessionId, counter: body.readUInt32BE(ID_BYTES) };
  }

  private get secrets(): readonly string[] {
    const { refreshSecret, previousRefreshSecret } = this.config;
    return previousRefreshSecret === undefined ? [refreshSecret] : [refreshSecret, previousRefreshSecret];
  }
}

/** The purpose is part of the MAC, so that no other MAC under this key passes for a token. */
const mac = (secret: string, body: Buffer): Buffer =>
  createHmac('sha256', secret).update('refresh-token\n').update(body).digest();
