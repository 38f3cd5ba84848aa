import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Transaction } from '../../common/database/transaction.js';

/** Records which stored images came from which addresses. */
@Injectable()
export class MediaSourcesRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Returns stored images by their original addresses, and protects them from cleaning for a day. */
  async claim(urls: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (urls.length === 0) return new Map();
    const byHash = new Map(urls.map((url) => [hashOf(url), url]));
    const rows = await this.transaction.sql<{ source: string; fileUrl: string }>(
      `WITH found AS (SELECT source, file_url FROM media_sources WHERE source = ANY($1::text[])),
       kept AS (
         UPDATE media_files SET touched_at = now()
         WHERE url IN (SELECT url FROM media_files WHERE url IN (SELECT file_url FROM found) ORDER BY url FOR UPDATE)
         RETURNING url
       )
       SELECT source, file_url AS "fileUrl" FROM found JOIN kept ON kept.url = found.file_url`,
      [[...byHash.keys()]],
    );
    return new Map(rows.map(({ source, fileUrl }) => [byHash.get(source)!, fileUrl]));
  }

  async remember(url: string, fileUrl: string): Promise<void> {
    await this.transaction.sql(
      `INSERT INTO media_sources (source, file_url) VALUES ($1, $2)
       ON CONFLICT (source) DO UPDATE SET file_url = excluded.file_url`,
      [hashOf(url), fileUrl],
    );
  }

  /** Replaces the address with the stored image; the caller holds the product's lock. */
  async replace(productId: string, url: string, fileUrl: string): Promise<void> {
    await this.transaction.sql('UPDATE product_media SET url = $3 WHERE product_id = $1 AND url = $2', [
      productId,
      url,
      fileUrl,
    ]);
  }
}

const hashOf = (url: string): string => createHash('sha256').update(url).digest('hex');
