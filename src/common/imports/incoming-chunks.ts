import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Overloaded } from '../errors/errors.js';
import type { UploadStream } from '../http/multipart/upload.js';
import { ImportFilesRepository } from './import-files.repository.js';

/** Large enough for few statements, small enough for the memory of many uploads at once. */
const CHUNK_BYTES = 256 * 1024;

/** Keeps the bytes of an upload as they arrive; the client waits while a chunk is written. */
@Injectable()
export class IncomingChunks {
  constructor(private readonly files: ImportFilesRepository) {}

  /** Gives the hash of all bytes. */
  async keep(importId: string, bytes: UploadStream): Promise<string> {
    const hash = createHash('sha256');
    let number = 0;
    for await (const chunk of inChunks(bytes)) {
      hash.update(chunk);
      // Cleaned away for an abandoned upload.
      if (!(await this.files.append(importId, number, chunk))) throw new Overloaded();
      number += 1;
    }
    return hash.digest('base64url');
  }
}

/** All of one size but for the last, however the bytes come. */
async function* inChunks(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let open: Buffer = Buffer.alloc(0);
  for await (const part of bytes) {
    open = Buffer.concat([open, part]);
    for (; open.length >= CHUNK_BYTES; open = open.subarray(CHUNK_BYTES)) {
      yield open.subarray(0, CHUNK_BYTES);
    }
  }
  if (open.length > 0) yield open;
}
