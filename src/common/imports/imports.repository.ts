import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { type FileFacts, type Import, type ImportStep, storable } from './import.js';

type NewImport = Pick<Import, 'id' | 'kind' | 'actorId' | 'permissions' | 'currency'>;

const MAX_COLUMNS_TOLD = 100;

/** Writes and finds imports. Each step from one state to the next is a guarded statement. */
@Injectable()
export class ImportsRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Before the first byte of its file, so that whatever happens, the bytes belong to an import that can be cleaned. */
  async create({ id, kind, actorId, permissions, currency }: NewImport): Promise<void> {
    await this.transaction.sql(
      'INSERT INTO imports (id, kind, actor_id, permissions, currency) VALUES ($1, $2, $3, $4, $5)',
      [id, kind, actorId, permissions, currency],
    );
  }

  /** The upload is whole. False when it was cleaned away meanwhile. */
  async queue(id: string, isDryRun: boolean, currency: string): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE imports SET state = 'queued', is_dry_run = $2, currency = $3, touched_at = now()
       WHERE id = $1 AND state = 'uploading'`,
      [id, isDryRun, currency],
    );
    return count === 1;
  }

  /** The import, if there is anything left to do. */
  async begin(id: string): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE imports SET state = 'running', started_at = coalesce(started_at, now()), touched_at = now()
       WHERE id = $1 AND state IN ('queued', 'running')`,
      [id],
    );
    return count === 1;
  }

  async describe(id: string, { format, total, unreadColumns }: FileFacts): Promise<void> {
    await this.transaction.sql(
      `UPDATE imports SET format = $2, total = $3, unread_columns = $4, touched_at = now() WHERE id = $1`,
      [id, format, total, [...unreadColumns].slice(0, MAX_COLUMNS_TOLD).map(storable)],
    );
  }

  /**
   * Counts the next units where none beyond `processed` are counted yet, and gives how many findings there were before;
   * else nothing happens.
   */
  async advance(id: string, processed: number, step: ImportStep): Promise<number | undefined> {
    const { rows, created = 0, changed = 0, unchanged = 0, refused = 0, findings } = step;
    const [row] = await this.transaction.sql<{ before: number }>(
      `UPDATE imports SET processed = processed + $4 + $5 + $6 + $7, rows_read = rows_read + $3,
         created = created + $4, changed = changed + $5, unchanged = unchanged + $6, refused = refused + $7,
         findings = findings + $8, touched_at = now()
       WHERE id = $1 AND processed = $2 AND state = 'running' RETURNING findings - $8 AS before`,
      [id, processed, rows, created, changed, unchanged, refused, findings.length],
    );
    return row?.before;
  }

  /** Completed, or failed for a reason. */
  async end(id: string, failure: string | null): Promise<void> {
    await this.transaction.sql(
      `UPDATE imports SET state = CASE WHEN $2::text IS NULL THEN 'completed' ELSE 'failed' END,
         failure = left($2, 2000), finished_at = now(), touched_at = now()
       WHERE id = $1 AND state IN ('queued', 'running')`,
      [id, failure && storable(failure)],
    );
  }

  /** An upload that came to nothing. What was queued after all stays, where the answer of the commit was lost. */
  async removeUpload(id: string): Promise<void> {
    await this.transaction.sql("DELETE FROM imports WHERE id = $1 AND state = 'uploading'", [id]);
  }
}
