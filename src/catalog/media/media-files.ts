import { Injectable } from '@nestjs/common';
import type { Picture } from './images.js';
import { MediaFilesRepository } from './media-files.repository.js';
import { nameOf, TYPES, urlOf } from './media-name.js';
import { MediaStorage } from './media-storage.js';

/** Stores images under addresses made from their content. */
@Injectable()
export class MediaFiles {
  constructor(
    private readonly files: MediaFilesRepository,
    private readonly storage: MediaStorage,
  ) {}

  /** Stores the row before the file, so that cleaning finds the file after a crash, and spares one being written. */
  async keep(picture: Picture): Promise<string> {
    const name = nameOf(picture.bytes, picture.ending);
    await this.files.claim(urlOf(name), picture);
    await this.storage.put(name, picture.bytes, TYPES[picture.ending]);
    return urlOf(name);
  }
}
