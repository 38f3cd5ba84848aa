import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A migration that a person can read: one SQL script, forward only. What was wrong is mended by the next one. */
export abstract class ForwardMigration implements MigrationInterface {
  abstract readonly sql: string;

  get name(): string {
    return this.constructor.name;
  }

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(this.sql);
  }

  down(): never {
    throw new Error(`${this.name} goes forward only: write a new migration instead`);
  }
}

/**
 * Builds an index while the shop is open, outside any transaction. To build it waits for all transactions that have
 * begun before, and holds up nobody meanwhile. What a build that broke off has left behind is never used, and is dropped.
 */
export abstract class ConcurrentIndex extends ForwardMigration {
  readonly transaction = false;
  abstract readonly index: string;
  /** Drops it, concurrently too. */
  abstract readonly dropSql: string;

  override async up(runner: QueryRunner): Promise<void> {
    await runner.query('SET lock_timeout = 0');
    try {
      const [broken] = (await runner.query(
        'SELECT FROM pg_index WHERE indexrelid = to_regclass($1) AND NOT indisvalid',
        [this.index],
      )) as object[];
      if (broken) await runner.query(this.dropSql);
      await runner.query(this.sql);
    } finally {
      await runner.query('RESET lock_timeout');
    }
  }
}
