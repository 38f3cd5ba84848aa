import { Injectable } from '@nestjs/common';
import { buffer } from 'node:stream/consumers';
import { Transaction } from '../../common/database/transaction.js';
import { Job } from '../../common/events/subscribe.decorator.js';
import type { MediaVariant } from '../entities/media-file.entity.js';
import { ProductEdits } from '../products/product-edits.js';
import { Images, type Picture } from './images.js';
import { MediaFilesRepository } from './media-files.repository.js';
import { type Ending, nameIn, namesOf, TYPES, urlOf, variantName } from './media-name.js';
import { IMAGE_WORK } from './media-ability.js';
import { MAKE_VARIANTS } from './media.service.js';
import { MediaStorage } from './media-storage.js';

const ORPHANS_AT_ONCE = 50;
/** Of the widths, the one that fits the cards of a list on most screens. */
const THUMBNAIL_WIDTH = 640;

/**
 * What is done about images apart from requests. To make the smaller ones takes seconds of a core each: in a job they
 * survive a restart, and no client waits for them.
 */
@Injectable()
export class MediaJobs {
  constructor(
    private readonly transaction: Transaction,
    private readonly files: MediaFilesRepository,
    private readonly storage: MediaStorage,
    private readonly images: Images,
    private readonly edits: ProductEdits,
  ) {}

  @Job(MAKE_VARIANTS, { needs: IMAGE_WORK })
  async makeVariants({ url }: { url: string }): Promise<void> {
    if (!(await this.files.claimForVariants(url))) return;
    const name = nameIn(url);
    const stored = await this.storage.open(name);
    if (!stored) throw new Error(`The image ${name} is not in the storage`);

    const ending = name.split('.')[1] as Ending;
    const pictures = await this.images.variantsOf(await buffer(stored.bytes), ending);
    const variants: MediaVariant[] = [];
    for (const picture of pictures) variants.push(await this.keep(name, picture));
    await this.show(url, variants, ending);
  }

  /** Files of images that no product shows any more. */
  @Job('catalog.clean_media', { cron: '17 * * * *' })
  async clean(): Promise<void> {
    while ((await this.cleanSome()) === ORPHANS_AT_ONCE);
  }

  private async keep(name: string, { bytes, ending, width, height }: Picture): Promise<MediaVariant> {
    const variant = variantName(name, width, ending);
    await this.storage.put(variant, bytes, TYPES[ending]);
    return { url: urlOf(variant), type: TYPES[ending], width, height };
  }

  /** Pages and lists show the smaller images from now on. */
  private async show(url: string, variants: readonly MediaVariant[], ending: Ending): Promise<void> {
    const thumbnails = variants.filter(
      ({ type, width }) => type === TYPES[ending] && width <= THUMBNAIL_WIDTH,
    );
    await this.files.setVariants(url, variants, thumbnails.at(-1)?.url);
    for (const productId of await this.files.productsWith(url)) await this.edits.showAnew(productId);
  }

  /**
   * The files go while their rows are locked, before it is certain that the rows go: an upload of the same image waits,
   * and then writes its file anew. A file that is gone while its row has stayed is tried again an hour later.
   */
  private cleanSome(): Promise<number> {
    return this.transaction.run(async () => {
      const urls = await this.files.forgetOrphans(ORPHANS_AT_ONCE);
      for (const url of urls) await this.storage.remove(namesOf(nameIn(url)));
      return urls.length;
    });
  }
}
