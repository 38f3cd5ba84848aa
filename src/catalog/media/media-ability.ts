import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Abilities } from '../../common/events/abilities.js';
import { Images } from './images.js';
import { MediaStorage } from './media-storage.js';

/** What jobs on images need: a storage that takes them, and the library that reads them. */
export const IMAGE_WORK = 'images';

/** Tells the worker whether this process can work on images. */
@Injectable()
export class MediaAbility implements OnApplicationBootstrap {
  private readonly logger = new Logger(MediaAbility.name);

  constructor(
    abilities: Abilities,
    private readonly storage: MediaStorage,
    images: Images,
  ) {
    abilities.provide(IMAGE_WORK, async () => !images.isMissing && (await storage.isUsable()));
  }

  /** Nobody has to wait for the first upload to find out; the shop sells all the same. */
  async onApplicationBootstrap(): Promise<void> {
    await this.storage.isUsable().catch((error: unknown) => {
      this.logger.error(
        `MEDIA_DIR cannot be written to, and uploads are refused until it can: ${String(error)}`,
      );
    });
  }
}
