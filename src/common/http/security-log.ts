import { Logger } from '@nestjs/common';
import { clientKey } from './rate-limit/client-key.js';

/** Stable names, because alarms depend on them. */
export type SecurityEvent = 'sign_in_failed' | 'sign_in_limited' | 'access_denied' | 'refresh_token_reused';

export interface SecurityFacts {
  /** Null for an unknown account. The typed address is never logged, because it may be a password. */
  readonly accountId: string | null;
  readonly ip?: string;
  readonly requestId?: string;
  /** Further facts, without secrets. */
  readonly [fact: string]: string | number | null | undefined;
}

const logger = new Logger('Security');

/** Logs `event`, `accountId` and `address` at level `warn`. */
export function tellOfSecurity(event: SecurityEvent, { ip, ...facts }: SecurityFacts): void {
  logger.warn({ event, ...facts, ...(ip === undefined ? {} : { address: clientKey(ip) }), msg: SAYS[event] });
}

const SAYS: Readonly<Record<SecurityEvent, string>> = {
  sign_in_failed: 'A sign-in failed',
  sign_in_limited: 'A sign-in was not tried, since too many have failed',
  access_denied: 'An account was refused what it may not do',
  refresh_token_reused: 'A spent refresh token came back; its session ends',
};
