import type { Readable } from 'node:stream';

/** An image on its way out. */
export interface StoredImage {
  readonly bytes: Readable;
  readonly length: number;
}

/** Keeps images under names that the shop made from their content. */
export abstract class MediaStorage {
  /** Whether this process can write to it, as far as can be told without writing. */
  abstract isUsable(): Promise<boolean>;
  /** Writes the whole image or nothing; a name that is there already holds the same bytes. */
  abstract put(name: string, bytes: Buffer, type: string): Promise<void>;
  /** The image, or undefined where none has the name. */
  abstract open(name: string): Promise<StoredImage | undefined>;
  /** Removes the images; names that are not there do not matter. */
  abstract remove(names: readonly string[]): Promise<void>;
}
