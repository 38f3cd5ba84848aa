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
