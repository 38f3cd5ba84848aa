import { Injectable } from '@nestjs/common';
import { DeviceTokens } from '../tokens/device-tokens.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';

export type Familiarity = { readonly deviceSessionId: string } | 'place' | 'stranger';

/** Recognizes devices and places while the session of their earlier sign-in is stored. */
@Injectable()
export class KnownDevices {
  constructor(
    private readonly tokens: DeviceTokens,
    private readonly sessions: SessionsRepository,
  ) {}

  /** Also runs for addresses without an account, so that the time reveals nothing. */
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
