import { Injectable } from '@nestjs/common';
import { Abilities } from '../../common/events/abilities.js';
import { Images } from './images.js';
import { MediaStorage } from './media-storage.js';

/** What jobs on images need: a storage that takes them, and the library that reads them. */
export const IMAGE_WORK = 'images';

/** Tells the worker whether this process can work on images. */
@Injectable()
export class MediaAbility {
  constructor(abilities: Abilities, storage: MediaStorage, images: Images) {
    abilities.provide(IMAGE_WORK, async () => !images.isMissing && (await storage.isUsable()));
  }
}
