import { isStaff, type Role } from '../permissions.js';

/** How long tokens and sessions live, in seconds. */
export interface Lifetimes {
  /** An access token, from its issue. */
  readonly accessSeconds: number;
  /** A session that nobody refreshes. */
  readonly idleSeconds: number;
  /** A session however often it is refreshed. */
  readonly absoluteSeconds: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const CUSTOMER: Lifetimes = { accessSeconds: 10 * MINUTE, idleSeconds: 30 * DAY, absoluteSeconds: 90 * DAY };
const STAFF: Lifetimes = { accessSeconds: 5 * MINUTE, idleSeconds: 30 * MINUTE, absoluteSeconds: 12 * HOUR };

/** By the roles of now: a session that began before a promotion ends when a staff session would. */
export const lifetimesOf = (roles: readonly Role[]): Lifetimes => (isStaff(roles) ? STAFF : CUSTOMER);

/** The longest life of any access token, for judging one before its account is known. */
export const LONGEST_ACCESS_SECONDS = CUSTOMER.accessSeconds;
