import { ConcurrentIndex } from '../src/common/database/forward-migration.js';

/** Lists the refunds that staff have to decide on. */
export class CreateRefusedRefundsIndex1797002020000 extends ConcurrentIndex {
  readonly index = 'payment_operations_refused';
  readonly dropSql = 'DROP INDEX CONCURRENTLY payment_operations_refused';
  readonly sql = `CREATE INDEX CONCURRENTLY IF NOT EXISTS payment_operations_refused ON payment_operations (id)
    WHERE kind = 'refund' AND status = 'failed' AND decision IS NULL AND (automatic IS NOT NULL OR is_for_canceled OR retry_of IS NOT NULL)`;
}
