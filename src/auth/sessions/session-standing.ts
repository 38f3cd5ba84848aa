import type { UserStatus } from '../entities/user.entity.js';
import { lifetimesOf } from '../tokens/lifetimes.js';
import type { Role } from '../permissions.js';

/** For so long the token before the current one still works: its holder may have lost the answer, or asked twice. */
export const GRACE_SECONDS = 10;

/** A session and its account as refreshing sees them; ages are by the database's clock. */
export interface RefreshableSession {
  readonly id: string;
  readonly userId: string;
  readonly counter: number;
  readonly isRevoked: boolean;
  readonly ageSeconds: number;
  readonly idleSeconds: number;
  readonly status: UserStatus;
  readonly roles: readonly Role[];
}

/**
 * What a genuine refresh token of this count is worth:
 * `current` rotates, `previous` gets the current one again, `spent` gives a copied token away, `ended` is just too late.
 */
export type TokenStanding = 'current' | 'previous' | 'spent' | 'ended';

export function standingOf(session: RefreshableSession, counter: number): TokenStanding {
  const { idleSeconds, absoluteSeconds } = lifetimesOf(session.roles);
  const isOver = session.idleSeconds >= idleSeconds || session.ageSeconds >= absoluteSeconds;
  if (session.isRevoked || session.status !== 'active' || isOver) return 'ended';
  if (counter === session.counter) return 'current';
  if (counter === session.counter - 1 && session.idleSeconds < GRACE_SECONDS) return 'previous';
  // A count that was never given out (a restored backup) proves nothing against the session's holder.
  return counter < session.counter ? 'spent' : 'ended';
}
