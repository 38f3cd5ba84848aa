import { access, constants, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { uuidv4 } from '../../common/database/ids.js';
import { onFolder } from './folder-faults.js';
import { MediaStorage, type StoredImage } from './media-storage.js';

/** Stores images in a folder, in sub-folders by the first two letters of their names. */
export class DiskStorage extends MediaStorage {
  constructor(private readonly folder: string) {
    super();
  }

  async isUsable(): Promise<boolean> {
    await mkdir(this.folder, { recursive: true });
    await access(this.folder, constants.W_OK | constants.X_OK);
    return true;
  }

  /** Writes a temporary file and renames it, so that nobody reads an incomplete image. */
  put(name: string, bytes: Buffer): Promise<void> {
    return onFolder(() => this.write(name, bytes));
  }

  async open(name: string): Promise<StoredImage | undefined> {
    const file = await onFolder(() => open(this.pathOf(name)).catch(absent));
    if (!file) return undefined;
    const { size } = await file.stat();
    return { bytes: file.createReadStream(), length: size };
  }

  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) await onFolder(() => rm(this.pathOf(name), { force: true }));
  }

  private async write(name: string, bytes: Buffer): Promise<void> {
    await mkdir(this.folderOf(name), { recursive: true });
    const half = join(this.folderOf(name), `.${uuidv4()}`);
    try {
      await writeFile(half, bytes, { flag: 'wx', flush: true });
      await rename(half, this.pathOf(name));
    } catch (error) {
      await rm(half, { force: true });
      throw error;
    }
  }

  private folderOf = (name: string): string => join(this.folder, name.slice(0, 2));
  private pathOf = (name: string): string => join(this.folderOf(name), name);
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}
