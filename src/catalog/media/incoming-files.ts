import { Injectable } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { RuntimeConfig } from '../../common/config/runtime.config.js';
import { uuidv4 } from '../../common/database/ids.js';
import { Job } from '../../common/events/subscribe.decorator.js';
import type { UploadStream } from '../../common/http/multipart/upload.js';
import { MediaConfig } from './media.config.js';
import { ImageTooLarge } from './media.errors.js';

const HOUR_MS = 3_600_000;

/** Uploads under way, each a file under a random name that is gone when its request has ended. */
@Injectable()
export class IncomingFiles {
  private readonly folder: string;

  constructor(config: MediaConfig, runtime: RuntimeConfig) {
    this.folder = resolve(config.folder(runtime.dataDir), 'incoming');
  }

  /** Gives the work a path that nothing stands at yet, and removes what stands there in the end. */
  async use<T>(work: (path: string) => Promise<T>): Promise<T> {
    await mkdir(this.folder, { recursive: true });
    const path = join(this.folder, uuidv4());
    try {
      return await work(path);
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Throws ImageTooLarge when there is more than the upload may hold. */
  async write(path: string, bytes: UploadStream): Promise<void> {
    await pipeline(bytes, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    if (bytes.truncated) throw new ImageTooLarge();
  }

  /** Removes what processes left that ended in the midst of an upload. */
  @Job('catalog.clean_incoming_media', { cron: '47 * * * *' })
  async clean(): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      const path = join(this.folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
      if (mtimeMs < Date.now() - HOUR_MS) await rm(path, { force: true });
    }
  }
}
