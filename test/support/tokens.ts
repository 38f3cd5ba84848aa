import { SignJWT } from 'jose';
import { type KeyObject, randomUUID } from 'node:crypto';
import { AuthConfig } from '../../src/auth/auth.config.js';
import { SigningKeys } from '../../src/auth/tokens/signing-keys.js';
import type { TestShop } from './shop.js';

export interface Forgery {
  /** Members of the header in place of, or beside, the right ones; `undefined` leaves one out. */
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly key?: KeyObject | Uint8Array;
}

interface Session {
  readonly userId: string;
  readonly sessionId: string;
}

/** An access token of that session, signed by the shop's own key and right but for what is named. */
export async function aToken(shop: TestShop, session: Session, forgery: Forgery = {}): Promise<string> {
  const keys = shop.get(SigningKeys);
  const config = shop.get(AuthConfig);
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: config.issuer,
    aud: config.audience,
    sub: session.userId,
    sid: session.sessionId,
    iat: now,
    exp: now + 300,
    jti: randomUUID(),
    ...forgery.claims,
  };
  const header = { alg: 'ES256', typ: 'at+jwt', kid: keys.kid, ...forgery.header };
  return new SignJWT(without(claims))
    .setProtectedHeader(without(header))
    .sign(forgery.key ?? keys.privateKey);
}

/** Header and claims of a token, unverified. */
export function partsOf(token: string): { header: Record<string, any>; claims: Record<string, any> } {
  const [header, claims] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
  return { header: JSON.parse(header!), claims: JSON.parse(claims!) };
}

const without = <T extends object>(members: T): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
