import { Injectable } from '@nestjs/common';
import { DeviceTokens } from '../tokens/device-tokens.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';

/** Who tries to sign in: a device or place that the account knows, or a stranger. */
export type Familiarity = { readonly deviceSessionId: string } | 'place' | 'stranger';

/** Recognizes devices and places of earlier sign-ins, as long as the session from then is stored. */
@Injectable()
export class KnownDevices {
  constructor(
    private readonly tokens: DeviceTokens,
    private readonly sessions: SessionsRepository,
  ) {}

  /** Also runs for addresses without an account, so that the time tells nothing. */
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
