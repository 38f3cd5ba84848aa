import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Abilities } from '../../common/events/abilities.js';
import { Images } from './images.js';
import { MediaStorage } from './media-storage.js';

/** Jobs on images need a writable storage and the image library. */
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

  /** Checks at the start, since the shop also runs without. */
  async onApplicationBootstrap(): Promise<void> {
    await this.storage.isUsable().catch((error: unknown) => {
      this.logger.error(
        `MEDIA_DIR cannot be written to, and uploads are refused until it can: ${String(error)}`,
      );
    });
  }
}
