import { Injectable } from '@nestjs/common';
import type { Picture } from './images.js';
import { MediaFilesRepository } from './media-files.repository.js';
import { nameOf, TYPES, urlOf } from './media-name.js';
import { MediaStorage } from './media-storage.js';

/** Keeps images under addresses that are made from their content. */
@Injectable()
export class MediaFiles {
  constructor(
    private readonly files: MediaFilesRepository,
    private readonly storage: MediaStorage,
  ) {}

  /**
   * Keeps the image, and gives its address. The file is known before it is written: whatever happens in between, the
   * cleaning finds it, and never takes one away that is just being written.
   */
  async keep(picture: Picture): Promise<string> {
    const name = nameOf(picture.bytes, picture.ending);
    await this.files.claim(urlOf(name), picture);
    await this.storage.put(name, picture.bytes, TYPES[picture.ending]);
    return urlOf(name);
  }
}
