import { ConcurrentIndex } from '../src/common/database/forward-migration.js';

/** The few payments that a process asks about at this moment; every process looks for those of the dead. */
export class CreatePaymentsAskedIndex1796002010000 extends ConcurrentIndex {
  readonly index = 'payments_asked';
  readonly dropSql = 'DROP INDEX CONCURRENTLY payments_asked';
  readonly sql = `CREATE INDEX CONCURRENTLY IF NOT EXISTS payments_asked ON payments (asked_by)
    WHERE asked_by IS NOT NULL`;
}
