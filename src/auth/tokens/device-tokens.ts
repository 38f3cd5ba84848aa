import { Injectable } from '@nestjs/common';
import { isUuid } from '../../common/database/ids.js';
import { DerivedSecrets } from '../../common/http/derived-secret.js';
import { clientKey } from '../../common/http/rate-limit/client-key.js';

const DEVICE = 'device-token';
const PLACE = 'sign-in-place';
const MAC_LENGTH = 43;
const ID_LENGTH = 36;

/** Id, point and MAC. */
export const DEVICE_TOKEN_LENGTH = ID_LENGTH + 1 + MAC_LENGTH;

/** A session id with a MAC over it and the address. It gives no access; it only tells known devices from strangers. */
@Injectable()
export class DeviceTokens {
  constructor(private readonly secrets: DerivedSecrets) {}

  issue(sessionId: string, email: string): string {
    return `${sessionId}.${this.secrets.derive(DEVICE, `${sessionId}\n${email}`).text}`;
  }

  /** The session of a token that we made for this address. */
  read(token: unknown, email: string): string | undefined {
    if (typeof token !== 'string' || token.length !== DEVICE_TOKEN_LENGTH) return undefined;
    const sessionId = token.slice(0, ID_LENGTH);
    const isOurs = this.secrets.matches(DEVICE, `${sessionId}\n${email}`, token.slice(ID_LENGTH + 1));
    return isOurs && isUuid(sessionId) ? sessionId : undefined;
  }

  /** A MAC that stands for the client's network without revealing it. */
  placeOf(ip: string): string {
    return this.secrets.derive(PLACE, clientKey(ip)).text;
  }
}
