import { Injectable } from '@nestjs/common';
import { Transaction } from '../../database/transaction.js';
import { ProcessSession } from '../../events/process-session.js';
import { type Lease, LEASE_SECONDS } from './idempotency.js';

/** Tracks which process works on a provider request, and since when none does. */
@Injectable()
export class Leases {
  constructor(
    private readonly transaction: Transaction,
    private readonly process: ProcessSession,
  ) {}

  /** False while another process works on the request, or when it is done. */
  async takeOver({ scope, key, fingerprint }: Lease): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE idempotency_keys SET lease_until = now() + make_interval(secs => $4), held_by = $5
       WHERE scope = $1 AND key = $2 AND fingerprint = $3 AND state = 'in_progress'
         AND (lease_until <= now() OR process_has_ended(held_by, $5))`,
      [scope, key, fingerprint, LEASE_SECONDS, this.process.name ?? null],
    );
    return count === 1;
  }

  /** Releases a failed request, so that the next one need not wait. */
  async end({ scope, key, fingerprint }: Lease): Promise<void> {
    await this.transaction.sql(
      `UPDATE idempotency_keys SET lease_until = now()
       WHERE scope = $1 AND key = $2 AND fingerprint = $3 AND state = 'in_progress'
         AND (held_by = $4 OR held_by IS NULL)`,
      [scope, key, fingerprint, this.process.name ?? null],
    );
  }
}
