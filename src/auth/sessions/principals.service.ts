import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../../common/http/principal.js';
import type { AccessClaims } from '../tokens/access-claims.js';
import { lifetimesOf } from '../tokens/lifetimes.js';
import { permissionsOf } from '../permissions.js';
import { type SessionAccount, SessionsRepository } from './sessions.repository.js';

/** How stale the answer "this session stands" may be, also after a change in another process. */
const MAX_STALE_MS = 1_000;
const MAX_CACHED = 10_000;

/** Says who is asking now: a sign-out, a suspension or a change of roles counts within a second, here at once. */
@Injectable()
export class PrincipalsService {
  private readonly cache = new LRUCache<string, CachedStanding>({ max: MAX_CACHED, ttl: MAX_STALE_MS });

  constructor(private readonly sessions: SessionsRepository) {}

  /** The principal of a genuine token, or undefined when its session or account no longer stands. */
  async find(claims: AccessClaims): Promise<Principal | undefined> {
    const standing = this.cache.get(claims.sessionId) ?? (await this.read(claims.sessionId));
    if (standing?.principal.userId !== claims.userId) return undefined;
    // A token from before a promotion lives no longer than one from after it.
    const ageSeconds = Date.now() / 1000 - claims.issuedAt;
    return ageSeconds < standing.accessSeconds ? standing.principal : undefined;
  }

  forgetSession(sessionId: string): void {
    this.cache.delete(sessionId);
  }

  forgetUser(userId: string): void {
    for (const [sessionId, { principal }] of this.cache.entries()) {
      if (principal.userId === userId) this.cache.delete(sessionId);
    }
  }

  private async read(sessionId: string): Promise<CachedStanding | undefined> {
    // Counted from before the query: what it read may be that old when it arrives.
    const start = performance.now();
    const account = await this.sessions.findAccount(sessionId);
    if (!account) return undefined;
    const standing = standingOf(sessionId, account);
    this.cache.set(sessionId, standing, { start });
    return standing;
  }
}

/** What a session stands for, as it was read at most a second ago. */
interface CachedStanding {
  readonly principal: Principal;
  readonly accessSeconds: number;
}

const standingOf = (sessionId: string, { userId, roles }: SessionAccount): CachedStanding => ({
  principal: { userId, sessionId, roles, permissions: permissionsOf(roles) },
  accessSeconds: lifetimesOf(roles).accessSeconds,
});
