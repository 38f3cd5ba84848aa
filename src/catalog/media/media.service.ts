import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { NotFound } from '../../common/errors/errors.js';
import { Jobs } from '../../common/events/jobs.js';
import { ProductMedia } from '../entities/product-media.entity.js';
import { LIMITS } from '../limits.js';
import { ProductEdits } from '../products/product-edits.js';
import { ProductViews } from '../products/product-views.js';
import type { ProjectedImage } from '../products/products.reader.js';
import { IMAGES_QUEUE } from './media.limits.js';
import { TooManyImages } from './media.errors.js';
import { ProductMediaRepository } from './product-media.repository.js';

/** Name of the job that makes renditions; its payload is the image's address. */
export const MAKE_RENDITIONS = 'catalog.make_media_variants';

export interface MediaChanges {
  readonly alt?: string;
  /** 0 is the thumbnail; beyond the end means last. */
  readonly position?: number;
}

/** Use cases of a product's images. Each change raises the product's version. */
@Injectable()
export class MediaService {
  constructor(
    private readonly transaction: Transaction,
    private readonly edits: ProductEdits,
    private readonly media: ProductMediaRepository,
    private readonly views: ProductViews,
    private readonly jobs: Jobs,
  ) {}

  /** Throws NotFound for an unknown product; called before an upload is received. */
  async expectProduct(productId: string): Promise<void> {
    await this.views.forStaff(productId);
  }

  /** Adds a stored image at the end. An image that the product already shows keeps its position, and gets the new text. */
  add(productId: string, url: string, alt?: string): Promise<ProjectedImage> {
    return this.transaction.run(async () => {
      const id = await this.edits.edit(productId, undefined, async () => {
        const shown = await this.media.ofProduct(productId);
        const same = shown.find((each) => each.url === url);
        if (!same) return this.insert(productId, shown, url, alt ?? '');
        if (alt !== undefined) await this.media.setAlt(same.id, alt);
        return same.id;
      });
      return this.view(productId, id);
    });
  }

  update(productId: string, id: string, { alt, position }: MediaChanges): Promise<ProjectedImage> {
    return this.transaction.run(async () => {
      await this.edits.edit(productId, undefined, async () => {
        const shown = await this.find(productId, id);
        if (alt !== undefined) await this.media.setAlt(id, alt);
        if (position === undefined) return;
        const ids = shown.map((each) => each.id).filter((each) => each !== id);
        await this.media.arrange(productId, ids.toSpliced(position, 0, id));
      });
      return this.view(productId, id);
    });
  }

  /** A job later removes a file that no product shows. */
  remove(productId: string, id: string): Promise<void> {
    return this.edits.edit(productId, undefined, async () => {
      await this.find(productId, id);
      await this.media.delete(id);
    });
  }

  private async insert(productId: string, shown: readonly ProductMedia[], url: string, alt: string) {
    if (shown.length >= LIMITS.media) throw new TooManyImages();
    const position = (shown.at(-1)?.position ?? -1) + 1;
    const added = Object.assign(new ProductMedia(), { productId, position, url, alt });
    await this.media.insert(added);
    await this.jobs.enqueue(
      MAKE_RENDITIONS,
      { url },
      { key: `${MAKE_RENDITIONS} ${url}`, queue: IMAGES_QUEUE },
    );
    return added.id;
  }

  /** Returns all images of the product. Throws NotFound when this one is not among them. */
  private async find(productId: string, id: string): Promise<ProductMedia[]> {
    const shown = await this.media.ofProduct(productId);
    if (!shown.some((each) => each.id === id)) throw new NotFound('image');
    return shown;
  }

  private async view(productId: string, id: string): Promise<ProjectedImage> {
    const { media } = await this.views.forStaff(productId);
    return media.find((each) => each.id === id)!;
  }
}
