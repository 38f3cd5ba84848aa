import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { NotFound } from '../../common/errors/errors.js';
import { Jobs } from '../../common/events/jobs.js';
import type { MediaResponse } from '../dto/media.response.js';
import { ProductMedia } from '../entities/product-media.entity.js';
import { LIMITS } from '../limits.js';
import { ProductEdits } from '../products/product-edits.js';
import { ProductViews } from '../products/product-views.js';
import { IMAGES_QUEUE } from './media.limits.js';
import { TooManyImages } from './media.errors.js';
import { ProductMediaRepository } from './product-media.repository.js';

/** The job that makes the smaller images of one; its payload is the address. */
export const MAKE_VARIANTS = 'catalog.make_media_variants';

/** Parts of an image's entry to change. */
export interface MediaChanges {
  readonly alt?: string;
  /** Where it is to stand, the thumbnail being 0; at the end when there are fewer. */
  readonly position?: number;
}

/** The use cases of a product's images. Each is a change of the product, and raises its version. */
@Injectable()
export class MediaService {
  constructor(
    private readonly transaction: Transaction,
    private readonly edits: ProductEdits,
    private readonly media: ProductMediaRepository,
    private readonly views: ProductViews,
    private readonly jobs: Jobs,
  ) {}

  /** Throws NotFound where there is no such product, before anything is taken in for it. */
  async expectProduct(productId: string): Promise<void> {
    await this.views.forStaff(productId);
  }

  /**
   * Shows a kept image last. One that the product shows already stays where it is, so that a retry does nothing; what is
   * said of it takes the place of what was.
   */
  add(productId: string, url: string, alt?: string): Promise<MediaResponse> {
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

  /** Changes what is said of an image, and where it stands. */
  update(productId: string, id: string, { alt, position }: MediaChanges): Promise<MediaResponse> {
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

  /** Takes an image off the product; a file that no product shows any more is cleaned away later. */
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
    await this.jobs.enqueue(MAKE_VARIANTS, { url }, { key: `${MAKE_VARIANTS} ${url}`, queue: IMAGES_QUEUE });
    return added.id;
  }

  /** Returns all images of the product. Throws NotFound when this one is not among them. */
  private async find(productId: string, id: string): Promise<ProductMedia[]> {
    const shown = await this.media.ofProduct(productId);
    if (!shown.some((each) => each.id === id)) throw new NotFound('image');
    return shown;
  }

  private async view(productId: string, id: string): Promise<MediaResponse> {
    const { media } = await this.views.forStaff(productId);
    return media.find((each) => each.id === id)!;
  }
}
