import { Injectable } from '@nestjs/common';
import { NotFound } from '../../common/errors/errors.js';
import { Jobs } from '../../common/events/jobs.js';
import { ProductEdits } from '../products/product-edits.js';
import { IMAGES_QUEUE } from './media.limits.js';
import { MediaFilesRepository } from './media-files.repository.js';
import { MediaSourcesRepository } from './media-sources.repository.js';
import { MAKE_RENDITIONS } from './media.service.js';

/** Replaces addresses at other hosts with the fetched images. */
@Injectable()
export class KeptImages {
  constructor(
    private readonly sources: MediaSourcesRepository,
    private readonly files: MediaFilesRepository,
    private readonly edits: ProductEdits,
    private readonly jobs: Jobs,
  ) {}

  async find(url: string): Promise<string | undefined> {
    return (await this.sources.claim([url])).get(url);
  }

  async show(url: string, fileUrl: string): Promise<void> {
    await this.sources.remember(url, fileUrl);
    for (const productId of await this.files.productsWith(url)) await this.replace(productId, url, fileUrl);
    await this.jobs.enqueue(
      MAKE_RENDITIONS,
      { url: fileUrl },
      { key: `${MAKE_RENDITIONS} ${fileUrl}`, queue: IMAGES_QUEUE },
    );
  }

  private async replace(productId: string, url: string, fileUrl: string): Promise<void> {
    const replaced = this.edits.edit(productId, undefined, async () => {
      await this.sources.replace(productId, url, fileUrl);
    });
    await replaced.catch((error: unknown) => {
      if (!(error instanceof NotFound)) throw error;
    });
  }
}
