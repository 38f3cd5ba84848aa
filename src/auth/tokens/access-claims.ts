import { isUuid } from '../../common/database/ids.js';
import { LONGEST_ACCESS_SECONDS } from './lifetimes.js';

export const ALGORITHM = 'ES256';
export const TOKEN_TYPE = 'at+jwt';

/** Our tokens have about 400 characters. */
const MAX_TOKEN_LENGTH = 2_048;
/** How much the clocks of a shop's machines may differ. */
const CLOCK_LEEWAY_SECONDS = 30;
const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;
const HEADER_MEMBERS = new Set(['alg', 'typ', 'kid']);

/** Account, session, and time of issue (seconds since 1970). */
export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
  readonly issuedAt: number;
}

/** Null for any header but `Authorization: Bearer`. */
export function bearerToken(authorization: string | undefined): string | null {
  if (authorization === undefined || authorization.length > MAX_TOKEN_LENGTH) return null;
  return BEARER.exec(authorization)?.[1] ?? null;
}

/** Undefined for other members (`jku`, `x5u`, `jwk`, `crit`), because they would let the token choose its key. */
export function keyIdOf(header: Readonly<Record<string, unknown>>): string | undefined {
  if (!Object.keys(header).every((member) => HEADER_MEMBERS.has(member))) return undefined;
  // jose treats `AT+JWT` and `application/at+jwt` as the same type; we accept only our own spelling.
  return header['typ'] === TOKEN_TYPE && typeof header['kid'] === 'string' ? header['kid'] : undefined;
}

/** Undefined when the form of the claims is not ours. */
export function claimsOf(payload: Readonly<Record<string, unknown>>): AccessClaims | undefined {
  const { sub, sid, iat, exp, jti, aud } = payload;
  if (!isUuid(sub) || !isUuid(sid) || typeof jti !== 'string' || typeof aud !== 'string') return undefined;
  if (!Number.isInteger(iat) || !Number.isInteger(exp)) return undefined;
  const issuedAt = iat as number;
  if (issuedAt > Date.now() / 1_000 + CLOCK_LEEWAY_SECONDS) return undefined;
  const lifetimeSeconds = (exp as number) - issuedAt;
  if (lifetimeSeconds <= 0 || lifetimeSeconds > LONGEST_ACCESS_SECONDS) return undefined;
  return { userId: sub, sessionId: sid, issuedAt };
}
