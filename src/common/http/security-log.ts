import { Logger } from '@nestjs/common';
import { clientKey } from './rate-limit/client-key.js';

/** What whoever watches over the shop wants to know. The names are stable: alarms stand on them. */
export type SecurityEvent = 'sign_in_failed' | 'sign_in_limited' | 'access_denied' | 'refresh_token_reused';

export interface SecurityFacts {
  /** Null where no account is known; an address that was typed is never told, since it may be a password. */
  readonly accountId: string | null;
  /** Where it came from. */
  readonly ip?: string;
  readonly requestId?: string;
  /** More that tells what happened, without secrets. */
  readonly [fact: string]: string | number | null | undefined;
}

const logger = new Logger('Security');

/** Writes one line with the members `event`, `accountId` and `address` at the level `warn`. */
export function tellOfSecurity(event: SecurityEvent, { ip, ...facts }: SecurityFacts): void {
  logger.warn({ event, ...facts, ...(ip === undefined ? {} : { address: clientKey(ip) }), msg: SAYS[event] });
}

const SAYS: Readonly<Record<SecurityEvent, string>> = {
  sign_in_failed: 'A sign-in failed',
  sign_in_limited: 'A sign-in was not tried, since too many have failed',
  access_denied: 'An account was refused what it may not do',
  refresh_token_reused: 'A spent refresh token came back; its session ends',
};
