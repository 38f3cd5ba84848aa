import { isStaff, type Role } from '../permissions.js';

export interface Lifetimes {
  /** An access token, from its issue. */
  readonly accessSeconds: number;
  /** A session without any refresh. */
  readonly idleSeconds: number;
  /** A session, however often it is refreshed. */
  readonly absoluteSeconds: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const CUSTOMER: Lifetimes = { accessSeconds: 10 * MINUTE, idleSeconds: 30 * DAY, absoluteSeconds: 90 * DAY };
const STAFF: Lifetimes = { accessSeconds: 5 * MINUTE, idleSeconds: 30 * MINUTE, absoluteSeconds: 12 * HOUR };

/** By the current roles: after a promotion, an older session ends when a staff session would. */
export const lifetimesOf = (roles: readonly Role[]): Lifetimes => (isStaff(roles) ? STAFF : CUSTOMER);

/** For tokens whose account is not known yet. */
export const LONGEST_ACCESS_SECONDS = CUSTOMER.accessSeconds;
