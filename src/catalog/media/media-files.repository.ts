import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import type { Rendition } from '../entities/media-file.entity.js';

/** Records the images that the shop stores. */
@Injectable()
export class MediaFilesRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Records the file, and protects it from cleaning for a day. */
  async claim(url: string, { width, height }: { width: number; height: number }): Promise<void> {
    await this.transaction.sql(
      `INSERT INTO media_files (url, width, height) VALUES ($1, $2, $3)
       ON CONFLICT (url) DO UPDATE SET touched_at = now()`,
      [url, width, height],
    );
  }

  /** Protects a file without renditions likewise. Returns false for any other file. */
  async claimForRenditions(url: string): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE media_files SET touched_at = now() WHERE url = $1 AND variants = '[]'`,
      [url],
    );
    return count > 0;
  }

  async setRenditions(url: string, renditions: readonly Rendition[], thumbnail?: string): Promise<void> {
    await this.transaction.sql('UPDATE media_files SET variants = $2, thumbnail = $3 WHERE url = $1', [
      url,
      JSON.stringify(renditions),
      thumbnail ?? null,
    ]);
  }

  async productsWith(url: string): Promise<string[]> {
    const rows = await this.transaction.sql<{ id: string }>(
      `SELECT DISTINCT product_id AS id FROM product_media WHERE md5(url) = md5($1) AND url = $1 ORDER BY id`,
      [url],
    );
    return rows.map(({ id }) => id);
  }

  /** Deletes the rows of files that no product shows and that were not touched for a day. */
  async forgetOrphans(limit: number): Promise<string[]> {
    const rows = await this.transaction.sql<{ url: string }>(
      `DELETE FROM media_files WHERE url IN (
         SELECT url FROM media_files file
         WHERE touched_at < now() - interval '1 day'
           AND NOT EXISTS (SELECT FROM product_media WHERE md5(url) = md5(file.url) AND url = file.url)
         LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING url`,
      [limit],
    );
    return rows.map(({ url }) => url);
  }
}
