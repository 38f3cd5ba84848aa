import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { Outbox } from '../../common/events/outbox.js';
import { tellOfSecurity } from '../../common/http/security-log.js';
import { DeviceTokens } from '../tokens/device-tokens.js';
import { RefreshTokenReused } from '../auth.events.js';
import type { RevocationReason } from '../entities/session.entity.js';
import type { User } from '../entities/user.entity.js';
import { PrincipalsService } from './principals.service.js';
import type { RefreshClaim } from '../tokens/refresh-tokens.js';
import { standingOf, type RefreshableSession } from './session-standing.js';
import { SessionsRepository } from './sessions.repository.js';

export interface OpenSession extends RefreshClaim {
  readonly userId: string;
}

@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly principals: PrincipalsService,
    private readonly transaction: Transaction,
    private readonly outbox: Outbox,
    private readonly devices: DeviceTokens,
  ) {}

  /** Ends the oldest session when the account reaches its limit. Undefined when the account is not active. */
  open(userId: string, ip: string): Promise<OpenSession | undefined> {
    return this.transaction.run(async () => {
      const sessionId = await this.sessions.open(userId, this.devices.placeOf(ip));
      if (sessionId === undefined) return undefined;
      const ended = await this.sessions.crowdOut(userId);
      await this.transaction.afterCommit(() => ended.forEach((id) => this.principals.forgetSession(id)));
      return { sessionId, counter: 0, userId };
    });
  }

  /** Concurrent refreshes of one token get the same new token. Reuse of an older one revokes the session. */
  async rotate({ sessionId, counter }: RefreshClaim): Promise<OpenSession | undefined> {
    const session = await this.sessions.findRefreshable(sessionId);
    if (!session) return undefined;
    const next = { sessionId, userId: session.userId };
    const standing = standingOf(session, counter);
    if (standing === 'previous') return { ...next, counter: session.counter };
    if (standing === 'spent') await this.endReused(session);
    if (standing !== 'current') return undefined;
    if (await this.sessions.rotate(sessionId, counter)) return { ...next, counter: counter + 1 };
    // Another request has used it meanwhile.
    return this.rotate({ sessionId, counter });
  }

  async end(sessionId: string, reason: RevocationReason): Promise<void> {
    await this.sessions.revoke(sessionId, reason);
    await this.transaction.afterCommit(() => this.principals.forgetSession(sessionId));
  }

  /** Runs in the transaction of the change that requires it. */
  async endAllOf(userId: string, reason: RevocationReason): Promise<void> {
    await this.sessions.revokeAllOf(userId, reason);
    await this.transaction.afterCommit(() => this.principals.forgetUser(userId));
  }

  /** Ends the sessions of a suspended account, and drops cached principals. */
  async standingChanged({ id, isActive }: User): Promise<void> {
    if (!isActive) await this.sessions.revokeAllOf(id, 'suspended');
    await this.transaction.afterCommit(() => this.principals.forgetUser(id));
  }

  private async endReused({ id, userId }: RefreshableSession): Promise<void> {
    tellOfSecurity('refresh_token_reused', { accountId: userId, sessionId: id });
    await this.transaction.run(async () => {
      if (!(await this.sessions.revoke(id, 'token_reused'))) return;
      await this.outbox.publish(new RefreshTokenReused(userId, id));
      await this.transaction.afterCommit(() => this.principals.forgetSession(id));
    });
  }
}
