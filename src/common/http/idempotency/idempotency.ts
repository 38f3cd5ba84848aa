import { Injectable } from '@nestjs/common';
import { ProcessSession } from '../../events/process-session.js';
import { Transaction } from '../../database/transaction.js';
import { AnswerCodec, type KeptSecret } from './answer-codec.js';
import { IdempotencyKeyInFlight, IdempotencyKeyReused } from './idempotency.errors.js';

/** A request's right to be done once: who asks, under which key, for what. */
export interface Lease {
  /** The user id, or a hash of the secret that the guest presents. */
  readonly scope: string;
  readonly key: string;
  /** Hash of method, route and body. */
  readonly fingerprint: string;
  /** Whether this request is to finish what an earlier one has left, by `Leases.takeOver`. */
  readonly isTakenOver?: boolean;
}

/** The stored answer of a request that was done. */
export interface StoredAnswer {
  readonly status: number;
  readonly json: string;
}

/** What a handler gives in place of an answer of its own, where it has found a stored one. */
export class Replay {
  constructor(readonly answer: StoredAnswer) {}
}

/**
 * Seconds after which a request that asks a provider counts as given up although its process lives. Longer than any
 * call of a provider may take.
 */
export const LEASE_SECONDS = 60;

interface KeyRow {
  readonly locked: boolean;
  readonly fingerprint: string | null;
  readonly status: number | null;
  readonly body: string | null;
  readonly secrets: readonly KeptSecret[] | null;
}

/** Keeps the answers of requests with an Idempotency-Key for 7 days, in the transaction of their effect. */
@Injectable()
export class Idempotency {
  constructor(
    private readonly transaction: Transaction,
    private readonly codec: AnswerCodec,
    private readonly process: ProcessSession,
  ) {}

  /**
   * The stored answer, or undefined when the request is to be done now. Throws when the first request is still under
   * way, or was another one. Inside a transaction the key stays locked until its end.
   */
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

  /** Stores the answer with its effect. */
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
   * First statement of the first transaction of a request that asks a provider: marks it as under way in this process.
   * True when the request is to finish what an earlier one has left: what that wrote is there, and nothing is to be
   * written a second time. Recovery may be faster, so that it is looked for under its lock; where it is not open any more
   * the request throws IdempotencyKeyInFlight too, and finds the answer that is stored by then. Throws
   * IdempotencyKeyInFlight when the key is taken, whatever became of its request.
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

  /**
   * Second transaction, or whoever was faster: gives the request its answer. False when it has one. With `isAbandoned`
   * only a request gets it that nobody works at any more, and false is said while somebody does.
   */
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

  /** Forgets at most `limit` answers, and gives their number. */
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

  /** Takes no lock: whoever completes it meanwhile need not wait. */
  private async goOn({ scope, key }: Lease): Promise<boolean> {
    const rows = await this.transaction.sql(
      `SELECT FROM idempotency_keys WHERE scope = $1 AND key = $2 AND state = 'in_progress'`,
      [scope, key],
    );
    mustWin(rows.length);
    return true;
  }
}

/** Of two first requests that met, one wrote the row; the other is rolled back, and finds the answer when it comes again. */
function mustWin(count: number): void {
  if (count === 0) throw new IdempotencyKeyInFlight();
}
