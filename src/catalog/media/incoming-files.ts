import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import { access, constants, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { RuntimeConfig } from '../../common/config/runtime.config.js';
import { uuidv4 } from '../../common/database/ids.js';
import type { UploadStream } from '../../common/http/multipart/upload.js';
import { onFolder } from './folder-faults.js';
import { MediaConfig } from './media.config.js';
import { ImageTooLarge } from './media.errors.js';

const HOUR_MS = 3_600_000;

/** An aborted stream may open its file late; without creating it, nothing comes back after removal. */
export const EXISTING = { flags: 'r+' } as const;

/** Keeps each running upload in a file with a random name, and removes it when the request ends. */
@Injectable()
export class IncomingFiles implements OnApplicationBootstrap {
  private readonly logger = new Logger(IncomingFiles.name);
  private readonly folder: string;

  constructor(config: MediaConfig, runtime: RuntimeConfig) {
    this.folder = resolve(config.folder(runtime.dataDir), 'incoming');
  }

  /** Reports a missing folder at the start, not at the first upload. The shop works without it. */
  async onApplicationBootstrap(): Promise<void> {
    await this.expectFolder().catch((error: unknown) => {
      this.logger.error(`Images cannot be stored until ${this.folder} can be written to: ${String(error)}`);
    });
  }

  /** Calls the work with the path of an empty file, then removes the file. The work must not create it again. */
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

  async write(path: string, bytes: UploadStream): Promise<void> {
    await onFolder(() => pipeline(bytes, createWriteStream(path, EXISTING)));
    if (bytes.truncated) throw new ImageTooLarge();
  }

  private async expectFolder(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await access(this.folder, constants.W_OK);
  }

  /** Removes files of processes that died during an upload. */
  async clean(): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      const path = join(this.folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
      if (mtimeMs < Date.now() - HOUR_MS) await rm(path, { force: true });
    }
  }
}
