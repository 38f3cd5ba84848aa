import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';

/** Keeps the bytes of files that wait to be imported, in chunks, so that any process can go on with any of them. */
@Injectable()
export class ImportFilesRepository {
  constructor(private readonly transaction: Transaction) {}

  /** False when the import is gone: its upload took so long that it was taken for abandoned. */
  async append(importId: string, number: number, bytes: Buffer): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `WITH upload AS (
         UPDATE imports SET bytes = bytes + $4, touched_at = now() WHERE id = $1 AND state = 'uploading' RETURNING id
       )
       INSERT INTO import_chunks (import_id, number, bytes) SELECT id, $2, $3 FROM upload`,
      [importId, number, bytes, bytes.length],
    );
    return count === 1;
  }

  /** The file from its beginning, a chunk at a time; whoever reads ahead stays out of the reader's transaction. */
  async *read(importId: string): AsyncGenerator<Buffer> {
    for (let number = 0; ; number += 1) {
      const [chunk] = await this.transaction.outside(() =>
        this.transaction.sql<{ bytes: Buffer }>(
          'SELECT bytes FROM import_chunks WHERE import_id = $1 AND number = $2',
          [importId, number],
        ),
      );
      if (!chunk) return;
      yield chunk.bytes;
    }
  }

  async remove(importId: string): Promise<void> {
    await this.transaction.sql('DELETE FROM import_chunks WHERE import_id = $1', [importId]);
  }
}
