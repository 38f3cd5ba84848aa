import { Injectable } from '@nestjs/common';
import { DeviceTokens } from '../tokens/device-tokens.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';

/** Who tries to sign in: a device or a place that the account knows, or a stranger. */
export type Familiarity = { readonly deviceSessionId: string } | 'place' | 'stranger';

/** Knows again from where an account has signed in: as long as a session of then is kept, in every process. */
@Injectable()
export class KnownDevices {
  constructor(
    private readonly tokens: DeviceTokens,
    private readonly sessions: SessionsRepository,
  ) {}

  /** An address without an account is asked about as well, so that the time tells nothing. */
  async familiarityOf(
    userId: string | undefined,
    email: string,
    deviceToken: string | undefined,
    ip: string,
  ): Promise<Familiarity> {
    const deviceSessionId = this.tokens.read(deviceToken, email);
    const place = this.tokens.placeOf(ip);
    const known = await this.sessions.recognize(userId, deviceSessionId, place);
    if (known.isDevice && deviceSessionId !== undefined) return { deviceSessionId };
    return known.isPlace ? 'place' : 'stranger';
  }
}
