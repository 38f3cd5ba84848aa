import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';

/** Any number that nothing else in this database locks. */
const SEED_LOCK = 7_402_918;

/** What the demo shop asks of the database itself. */
@Injectable()
export class DemoRepository {
  constructor(private readonly transaction: Transaction) {}

  async hasProducts(): Promise<boolean> {
    return (await this.transaction.sql('SELECT FROM products LIMIT 1')).length > 0;
  }

  /** Two processes that start at once on one empty database: the second waits here, and then finds it full. */
  async waitForTurn(): Promise<void> {
    // Loading takes longer than the shop's requests may wait for a lock.
    await this.transaction.takeTime();
    await this.transaction.sql("SET LOCAL lock_timeout = '60s'");
    await this.transaction.sql('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK]);
  }
}
