import { Injectable } from '@nestjs/common';
import { uuidv7 } from '../../common/database/ids.js';
import { Transaction } from '../../common/database/transaction.js';
import { AuthConfig } from '../auth.config.js';
import type { RevocationReason } from '../entities/session.entity.js';
import type { Role } from '../permissions.js';
import type { RefreshableSession } from './session-standing.js';

export interface SessionAccount {
  readonly userId: string;
  readonly roles: readonly Role[];
}

@Injectable()
export class SessionsRepository {
  constructor(
    private readonly transaction: Transaction,
    private readonly config: AuthConfig,
  ) {}

  /** Locks the account, because a concurrent suspension would miss the new session and sign-ins would miscount. */
  async open(userId: string, place: string): Promise<string | undefined> {
    const rows = await this.transaction.sql<{ id: string }>(
      `WITH account AS (
         UPDATE users SET signed_in_at = now() WHERE id = $2 AND status = 'active' RETURNING id)
       INSERT INTO sessions (id, user_id, place)
       SELECT $1, id, $3 FROM account
       RETURNING id`,
      [uuidv7(), userId, place],
    );
    return rows[0]?.id;
  }

  /** Ignores sessions that ended because a stranger may have held them. */
  async recognize(
    userId: string | undefined,
    sessionId: string | undefined,
    place: string,
  ): Promise<{ isDevice: boolean; isPlace: boolean }> {
    const rows = await this.transaction.sql<{ isDevice: boolean; isPlace: boolean }>(
      `SELECT coalesce(bool_or(id = $2), false) AS "isDevice", coalesce(bool_or(place = $3), false) AS "isPlace"
       FROM sessions
       WHERE user_id = $1 AND (id = $2 OR place = $3) AND coalesce(revocation_reason, 'signed_out') IN ('signed_out', 'crowded_out')`,
      [userId ?? null, sessionId ?? null, place],
    );
    return rows[0]!;
  }

  async findRefreshable(id: string): Promise<RefreshableSession | undefined> {
    const rows = await this.transaction.sql<RefreshableSession>(
      `SELECT session.id, session.user_id AS "userId", session.counter,
         session.revoked_at IS NOT NULL AS "isRevoked",
         extract(epoch FROM now() - session.created_at)::float8 AS "ageSeconds",
         extract(epoch FROM now() - session.rotated_at)::float8 AS "idleSeconds",
         account.status, account.roles
       FROM sessions session JOIN users account ON account.id = session.user_id
       WHERE session.id = $1`,
      [id],
    );
    return rows[0];
  }

  /** False when another request has used the count, or the session has ended. */
  async rotate(id: string, counter: number): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE sessions SET counter = counter + 1, rotated_at = now()
       WHERE id = $1 AND counter = $2 AND revoked_at IS NULL`,
      [id, counter],
    );
    return count === 1;
  }

  /** False when it had already ended. */
  async revoke(id: string, reason: RevocationReason): Promise<boolean> {
    const { count } = await this.transaction.execute(
      'UPDATE sessions SET revoked_at = now(), revocation_reason = $2 WHERE id = $1 AND revoked_at IS NULL',
      [id, reason],
    );
    return count === 1;
  }

  async revokeAllOf(userId: string, reason: RevocationReason): Promise<void> {
    await this.transaction.sql(
      'UPDATE sessions SET revoked_at = now(), revocation_reason = $2 WHERE user_id = $1 AND revoked_at IS NULL',
      [userId, reason],
    );
  }

  /** Ends the least recently refreshed sessions beyond the account's limit, and returns their ids. */
  async crowdOut(userId: string): Promise<readonly string[]> {
    const rows = await this.transaction.sql<{ id: string }>(
      `UPDATE sessions SET revoked_at = now(), revocation_reason = 'crowded_out'
       WHERE id IN (SELECT id FROM sessions WHERE user_id = $1 AND revoked_at IS NULL
                    ORDER BY rotated_at DESC, id DESC OFFSET $2)
         AND revoked_at IS NULL
       RETURNING id`,
      [userId, this.config.sessionsPerAccount],
    );
    return rows.map(({ id }) => id);
  }

  async findAccount(id: string): Promise<SessionAccount | undefined> {
    const rows = await this.transaction.sql<SessionAccount>(
      `SELECT account.id AS "userId", account.roles
       FROM sessions session JOIN users account ON account.id = session.user_id
       WHERE session.id = $1 AND session.revoked_at IS NULL AND account.status = 'active'`,
      [id],
    );
    return rows[0];
  }

  /** Removes sessions whose tokens have all been dead for a month; no token lives longer than 90 days. */
  async removeDead(limit: number): Promise<number> {
    const { count } = await this.transaction.execute(
      `DELETE FROM sessions
       WHERE id IN (SELECT id FROM sessions WHERE rotated_at < now() - interval '60 days' LIMIT $1)`,
      [limit],
    );
    return count;
  }
}
