import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Transaction } from '../database/transaction.js';
import { Overloaded } from '../errors/errors.js';
import type { UploadStream } from '../http/multipart/upload.js';

/** Few statements, and little memory for many concurrent uploads. */
const CHUNK_BYTES = 256 * 1024;

/** Stores files in chunks, so that any process can run any import. */
@Injectable()
export class ImportFilesRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Stores an upload, one chunk at a time, and returns its hash. Throws Overloaded when it was cleaned up. */
  async keep(importId: string, bytes: UploadStream): Promise<string> {
    const hash = createHash('sha256');
    let number = 0;
    for await (const chunk of inChunks(bytes)) {
      hash.update(chunk);
      if (!(await this.append(importId, number, chunk))) throw new Overloaded();
      number += 1;
    }
    return hash.digest('base64url');
  }

  /** Reads in chunks, outside the caller's transaction. */
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

  private async append(importId: string, number: number, bytes: Buffer): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `WITH upload AS (
         UPDATE imports SET bytes = bytes + $4, touched_at = now() WHERE id = $1 AND state = 'uploading' RETURNING id
       )
       INSERT INTO import_chunks (import_id, number, bytes) SELECT id, $2, $3 FROM upload`,
      [importId, number, bytes, bytes.length],
    );
    return count === 1;
  }
}

async function* inChunks(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let open: Buffer = Buffer.alloc(0);
  for await (const part of bytes) {
    open = Buffer.concat([open, part]);
    for (; open.length >= CHUNK_BYTES; open = open.subarray(CHUNK_BYTES)) {
      yield open.subarray(0, CHUNK_BYTES);
    }
  }
  if (open.length > 0) yield open;
}
