import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import { access, constants, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { RuntimeConfig } from '../../common/config/runtime.config.js';
import { uuidv4 } from '../../common/database/ids.js';
import { Job } from '../../common/events/subscribe.decorator.js';
import type { UploadStream } from '../../common/http/multipart/upload.js';
import { onFolder } from './folder-faults.js';
import { MediaConfig } from './media.config.js';
import { ImageTooLarge } from './media.errors.js';

const HOUR_MS = 3_600_000;

/** A stream that breaks off may open its file later still: once that is removed, it must not make it. */
export const EXISTING = { flags: 'r+' } as const;

/** Uploads under way, each a file under a random name that is gone when its request has ended. */
@Injectable()
export class IncomingFiles implements OnApplicationBootstrap {
  private readonly logger = new Logger(IncomingFiles.name);
  private readonly folder: string;

  constructor(config: MediaConfig, runtime: RuntimeConfig) {
    this.folder = resolve(config.folder(runtime.dataDir), 'incoming');
  }

  /** What an operator did not mean is told at start, not with the first upload. The rest of the shop works without. */
  async onApplicationBootstrap(): Promise<void> {
    await this.expectFolder().catch((error: unknown) => {
      this.logger.error(`Images cannot be stored until ${this.folder} can be written to: ${String(error)}`);
    });
  }

  /** Gives the work the path of an empty file, which must not be made anew, and removes it in the end. */
  async use<T>(work: (path: string) => Promise<T>): Promise<T> {
    const path = join(this.folder, uuidv4());
    await onFolder(async () => {
      await this.expectFolder();
      await writeFile(path, '', { flag: 'wx', mode: 0o600 });
    });
    try {
      return await work(path);
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Throws ImageTooLarge when there is more than the upload may hold. */
  async write(path: string, bytes: UploadStream): Promise<void> {
    await onFolder(() => pipeline(bytes, createWriteStream(path, EXISTING)));
    if (bytes.truncated) throw new ImageTooLarge();
  }

  private async expectFolder(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await access(this.folder, constants.W_OK);
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
