import { Injectable } from '@nestjs/common';
import { ProcessSession } from '../../events/process-session.js';
import { Transaction } from '../../database/transaction.js';
import { AnswerCodec, type KeptSecret } from './answer-codec.js';
import { IdempotencyKeyInFlight, IdempotencyKeyReused } from './idempotency.errors.js';

/** The right of one request to act: who asks, under which key, for what. */
export interface Lease {
  /** The user id, or a hash of the guest's secret. */
  readonly scope: string;
  readonly key: string;
  readonly fingerprint: string;
  /** Whether this request finishes an earlier one (`Leases.takeOver`). */
  readonly isTakenOver?: boolean;
}

export interface StoredAnswer {
  readonly status: number;
  readonly json: string;
}

/** A handler returns this to replay a stored answer. */
export class Replay {
  constructor(readonly answer: StoredAnswer) {}
}

/** Longer than any provider call. A request older than this counts as given up, even if its process lives. */
export const LEASE_SECONDS = 60;

interface KeyRow {
  readonly locked: boolean;
  readonly fingerprint: string | null;
  readonly status: number | null;
  readonly body: string | null;
  readonly secrets: readonly KeptSecret[] | null;
}

/** Keeps answers for 7 days, stored in the transaction of their effect. */
@Injectable()
export class Idempotency {
  constructor(
    private readonly transaction: Transaction,
    private readonly codec: AnswerCodec,
    private readonly process: ProcessSession,
  ) {}

  /** Undefined for a new request. Throws when the first is in flight or differed. Locks the key until commit. */
  async find(lease: Lease): Promise<StoredAnswer | undefined> {
    const [row] = await this.transaction.sql<KeyRow>(
      `SELECT pg_try_advisory_xact_lock(hashtextextended($1 || chr(10) || $2, 0)) AS locked,
              stored.fingerprint, stored.status, stored.body, stored.secrets
       FROM (SELECT 1) AS one
       LEFT JOIN idempotency_keys stored ON stored.scope = $1 AND stored.key = $2 AND stored.expires_at > now()`,
      [lease.scope, lease.key],
    );
    if (!row || row.fingerprint === null) {
      if (row?.locked !== true) throw new IdempotencyKeyInFlight();
      return undefined;
    }
    if (row.fingerprint !== lease.fingerprint) throw new IdempotencyKeyReused();
    if (row.status === null || row.body === null) throw new IdempotencyKeyInFlight();
    return { status: row.status, json: this.codec.decode(row.body, row.secrets) };
  }

  async store(lease: Lease, status: number, body: unknown): Promise<void> {
    const { json, secrets } = this.codec.encode(body);
    const { count } = await this.transaction.execute(
      `INSERT INTO idempotency_keys AS known (scope, key, fingerprint, state, status, body, secrets)
       VALUES ($1, $2, $3, 'completed', $4, $5, $6)
       ON CONFLICT (scope, key) DO UPDATE
         SET fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body,
             secrets = excluded.secrets, created_at = now(), expires_at = excluded.expires_at, state = 'completed',
             lease_until = NULL
         WHERE known.expires_at <= now()`,
      [lease.scope, lease.key, lease.fingerprint, status, json, JSON.stringify(secrets)],
    );
    mustWin(count);
  }

  /**
   * First statement of a two-phase request. Throws IdempotencyKeyInFlight when the key is taken. True means that an
   * earlier request left its work: finish it, write nothing twice, and lock it first, because recovery may finish
   * it too.
   */
  async begin(lease: Lease | undefined): Promise<boolean> {
    if (!lease) return false;
    if (lease.isTakenOver === true) return this.goOn(lease);
    const { count } = await this.transaction.execute(
      `INSERT INTO idempotency_keys AS known (scope, key, fingerprint, state, lease_until, held_by)
       VALUES ($1, $2, $3, 'in_progress', now() + make_interval(secs => $4), $5)
       ON CONFLICT (scope, key) DO UPDATE
         SET fingerprint = excluded.fingerprint, state = 'in_progress', lease_until = excluded.lease_until,
             held_by = excluded.held_by, status = NULL, body = NULL, secrets = NULL, created_at = now(),
             expires_at = excluded.expires_at
         WHERE known.expires_at <= now()`,
      [lease.scope, lease.key, lease.fingerprint, LEASE_SECONDS, this.process.name ?? null],
    );
    mustWin(count);
    return false;
  }

  /** Stores the answer; false when there is one. With `isAbandoned`, also false while a process works on it. */
  async complete(
    lease: Pick<Lease, 'scope' | 'key'> | undefined,
    status: number,
    body: unknown,
    { isAbandoned = false } = {},
  ): Promise<boolean> {
    if (!lease) return false;
    const { json, secrets } = this.codec.encode(body);
    const { count } = await this.transaction.execute(
      `UPDATE idempotency_keys SET state = 'completed', lease_until = NULL, status = $3, body = $4, secrets = $5
       WHERE scope = $1 AND key = $2 AND state = 'in_progress'
         AND (NOT $6::boolean OR lease_until <= now() OR process_has_ended(held_by, $7))`,
      [lease.scope, lease.key, status, json, JSON.stringify(secrets), isAbandoned, this.process.name ?? null],
    );
    return count === 1;
  }

  async forgetExpired(limit: number): Promise<number> {
    const { count } = await this.transaction.execute(
      `DELETE FROM idempotency_keys WHERE (scope, key) IN (
         SELECT scope, key FROM idempotency_keys WHERE expires_at < now() AND state = 'completed'
         LIMIT $1
         FOR UPDATE SKIP LOCKED)`,
      [limit],
    );
    return count;
  }

  /** Takes no lock, so a concurrent completion need not wait. */
  private async goOn({ scope, key }: Lease): Promise<boolean> {
    const rows = await this.transaction.sql(
      `SELECT FROM idempotency_keys WHERE scope = $1 AND key = $2 AND state = 'in_progress'`,
      [scope, key],
    );
    mustWin(rows.length);
    return true;
  }
}

/** Of two concurrent first requests, one inserts the row; the other rolls back and finds the answer on its retry. */
function mustWin(count: number): void {
  if (count === 0) throw new IdempotencyKeyInFlight();
}
