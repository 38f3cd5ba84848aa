import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Jobs } from '../../common/events/jobs.js';
import { IMAGES_QUEUE } from './media.limits.js';
import { MediaConfig } from './media.config.js';
import { MediaSourcesRepository } from './media-sources.repository.js';

/** Name of the job that fetches one image; its payload is a `WantedImage`. */
export const FETCH_IMAGE = 'catalog.fetch_image';

const MAX_ATTEMPTS = 5;

/** An image at another host that the shop should store. */
export interface WantedImage {
  readonly url: string;
  readonly line: number;
  readonly subject: string;
  readonly importId?: string;
}

/** Queues images at other hosts in the running transaction, including those another product has fetched meanwhile. */
@Injectable()
export class RemoteImages {
  constructor(
    private readonly config: MediaConfig,
    private readonly sources: MediaSourcesRepository,
    private readonly jobs: Jobs,
  ) {}

  /** Replaces addresses of fetched images, even if fetching is off, so that a repeated import does not restore them. */
  async kept<I extends { readonly url: string }>(images: readonly I[]): Promise<I[]> {
    const known = await this.sources.claim(images.map(({ url }) => url).filter(isRemote));
    return images.map((image) => ({ ...image, url: known.get(image.url) ?? image.url }));
  }

  async wantMissing(images: readonly WantedImage[]): Promise<void> {
    if (this.config.fetchesImages) await this.want(await this.kept(images));
  }

  /** Queues images at other hosts in the running transaction, including those another product has fetched meanwhile. */
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
