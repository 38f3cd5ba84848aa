import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';

/** Any number that nothing else in this database locks. */
const SEED_LOCK = 7_402_918;

/** What the demo shop asks the database directly. */
@Injectable()
export class DemoRepository {
  constructor(private readonly transaction: Transaction) {}

  async hasProducts(): Promise<boolean> {
    return (await this.transaction.sql('SELECT FROM products LIMIT 1')).length > 0;
  }

  /** Lets only one process load an empty database: a second one waits here, and then finds it full. */
  async waitForTurn(): Promise<void> {
    // Loading takes longer than a request may wait for a lock.
    await this.transaction.takeTime();
    await this.transaction.sql("SET LOCAL lock_timeout = '60s'");
    await this.transaction.sql('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK]);
  }
}
