import type { Readable } from 'node:stream';

export interface StoredImage {
  readonly bytes: Readable;
  readonly length: number;
}

/** Stores images under names made from their content. */
export abstract class MediaStorage {
  /** Whether this process can probably write to the storage; writes nothing. */
  abstract isUsable(): Promise<boolean>;
  /** Writes the whole image or nothing; an existing name already has the same bytes. */
  abstract put(name: string, bytes: Buffer, type: string): Promise<void>;
  abstract open(name: string): Promise<StoredImage | undefined>;
  abstract remove(names: readonly string[]): Promise<void>;
}
