import type { UserStatus } from '../entities/user.entity.js';
import { lifetimesOf } from '../tokens/lifetimes.js';
import type { Role } from '../permissions.js';

/** How long the previous token still works: the client may have lost the answer, or sent two requests. */
export const GRACE_SECONDS = 10;

/** Ages are by the database's clock. */
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

/** `current` rotates, `previous` gets the current token again, `spent` was copied, `ended` comes too late. */
export type TokenStanding = 'current' | 'previous' | 'spent' | 'ended';

export function standingOf(session: RefreshableSession, counter: number): TokenStanding {
  const { idleSeconds, absoluteSeconds } = lifetimesOf(session.roles);
  const isOver = session.idleSeconds >= idleSeconds || session.ageSeconds >= absoluteSeconds;
  if (session.isRevoked || session.status !== 'active' || isOver) return 'ended';
  if (counter === session.counter) return 'current';
  if (counter === session.counter - 1 && session.idleSeconds < GRACE_SECONDS) return 'previous';
  // A count that was never issued (after restoring a backup) proves nothing against the holder.
  return counter < session.counter ? 'spent' : 'ended';
}
