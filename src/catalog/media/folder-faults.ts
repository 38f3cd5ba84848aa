import { Logger } from '@nestjs/common';
import { MediaUnavailable } from './media.errors.js';

/** Faults of the machine, not of the image: no write permission, a full or broken disk, a missing folder. */
const FAULTS = new Set(
  'EACCES EPERM EROFS ENOSPC EDQUOT ENOTDIR EEXIST EIO EMFILE ENFILE ENODEV ESTALE'.split(' '),
);

const logger = new Logger('Media');

/** Throws MediaUnavailable when the folder fails. */
export async function onFolder<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isFault(error)) throw error;
    logger.error(`The folder of images does not work: ${String(error)}`);
    throw new MediaUnavailable(error);
  }
}

const isFault = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && FAULTS.has(String(error.code));
