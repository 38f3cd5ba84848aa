import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Jobs } from '../../common/events/jobs.js';
import { IMAGES_QUEUE } from './media.limits.js';
import { MediaConfig } from './media.config.js';
import { MediaSourcesRepository } from './media-sources.repository.js';

/** The job that fetches one image; its payload is a `WantedImage`. */
export const FETCH_IMAGE = 'catalog.fetch_image';

const MAX_ATTEMPTS = 5;

/** An image at another host that the shop is to keep itself. */
export interface WantedImage {
  readonly url: string;
  /** Where it stands, for whoever reads the import's report. */
  readonly line: number;
  readonly subject: string;
  /** Unless it came by the command line. */
  readonly importId?: string;
}

/** Sees to it that images which an import names at other hosts come to be the shop's own, where that is wished. */
@Injectable()
export class RemoteImages {
  constructor(
    private readonly config: MediaConfig,
    private readonly sources: MediaSourcesRepository,
    private readonly jobs: Jobs,
  ) {}

  /**
   * The same images, those that were fetched before at the address that they are kept under: also when no more are to
   * be fetched, so that an import does not send products back to the other host.
   */
  async kept<I extends { readonly url: string }>(images: readonly I[]): Promise<I[]> {
    const known = await this.sources.claim(images.map(({ url }) => url).filter(isRemote));
    return images.map((image) => ({ ...image, url: known.get(image.url) ?? image.url }));
  }

  /** Queues those that could not be had before. */
  async wantMissing(images: readonly WantedImage[]): Promise<void> {
    if (this.config.fetchesImages) await this.want(await this.kept(images));
  }

  /**
   * Queues the fetching of those that stand at other hosts, in the running transaction. One that another product has
   * fetched meanwhile is queued too, so that it comes to be shown here.
   */
  async want(images: readonly WantedImage[]): Promise<void> {
    if (!this.config.fetchesImages) return;
    for (const image of images) if (isRemote(image.url)) await this.enqueue(image);
  }

  private enqueue(image: WantedImage): Promise<void> {
    const key = `${FETCH_IMAGE} ${createHash('sha256').update(image.url).digest('hex')}`;
    return this.jobs.enqueue(
      FETCH_IMAGE,
      { ...image },
      { key, queue: IMAGES_QUEUE, maxAttempts: MAX_ATTEMPTS },
    );
  }
}

const isRemote = (url: string): boolean => /^https?:/i.test(url);
