import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A migration that people can read: one SQL script, forward only. The next migration fixes mistakes. */
export abstract class ForwardMigration implements MigrationInterface {
  abstract readonly sql: string;

  get name(): string {
    return this.constructor.name;
  }

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(this.sql);
  }

  down(): never {
    throw new Error(`${this.name} cannot be reverted: write a new migration instead`);
  }
}

/** Builds an index while the shop is open, outside a transaction, and drops a failed build first. */
export abstract class ConcurrentIndex extends ForwardMigration {
  readonly transaction = false;
  abstract readonly index: string;
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
