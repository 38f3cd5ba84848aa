import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { UnreadableFile } from '../../../common/imports/unreadable-file.js';

const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** Opens a file at its beginning; may be called again. */
export type OpenFile = () => AsyncIterable<Buffer>;

/** Opens a local file. Reading throws UnreadableFile if it is missing or too large. */
export const fileAt =
  (path: string): OpenFile =>
  () =>
    bytesOf(path);

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  const file = await stat(path).catch(() => undefined);
  if (!file?.isFile()) throw new UnreadableFile(`There is no file ${path}.`);
  if (file.size > MAX_FILE_BYTES) throw new UnreadableFile('The file is larger than 256 MB: split it.');
  yield* createReadStream(path) as AsyncIterable<Buffer>;
}
