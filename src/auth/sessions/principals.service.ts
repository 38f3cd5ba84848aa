import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../../common/http/principal.js';
import type { AccessClaims } from '../tokens/access-claims.js';
import { lifetimesOf } from '../tokens/lifetimes.js';
import { permissionsOf } from '../permissions.js';
import { type SessionAccount, SessionsRepository } from './sessions.repository.js';

/** Longest delay before a change in another process takes effect. */
const MAX_STALE_MS = 1_000;
const MAX_CACHED = 10_000;

/** Caches sessions. Changes take effect at once in this process, and within a second in others. */
@Injectable()
export class PrincipalsService {
  private readonly cache = new LRUCache<string, CachedStanding>({ max: MAX_CACHED, ttl: MAX_STALE_MS });

  constructor(private readonly sessions: SessionsRepository) {}

  /** Undefined when the session has ended or the account is suspended. */
  async find(claims: AccessClaims): Promise<Principal | undefined> {
    const standing = this.cache.get(claims.sessionId) ?? (await this.read(claims.sessionId));
    if (standing?.principal.userId !== claims.userId) return undefined;
    // Tokens from before a promotion live no longer than those from after it.
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
    // Measured before the query, because its answer may be that old when it arrives.
    const start = performance.now();
    const account = await this.sessions.findAccount(sessionId);
    if (!account) return undefined;
    const standing = standingOf(sessionId, account);
    this.cache.set(sessionId, standing, { start });
    return standing;
  }
}

interface CachedStanding {
  readonly principal: Principal;
  readonly accessSeconds: number;
}

const standingOf = (sessionId: string, { userId, roles }: SessionAccount): CachedStanding => ({
  principal: { userId, sessionId, roles, permissions: permissionsOf(roles) },
  accessSeconds: lifetimesOf(roles).accessSeconds,
});
