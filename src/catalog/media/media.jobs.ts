import { Injectable } from '@nestjs/common';
import { buffer } from 'node:stream/consumers';
import { Transaction } from '../../common/database/transaction.js';
import { Job } from '../../common/events/subscribe.decorator.js';
import type { Rendition } from '../entities/media-file.entity.js';
import { ProductEdits } from '../products/product-edits.js';
import { IncomingFiles } from './incoming-files.js';
import { Images, type Picture } from './images.js';
import { MediaFilesRepository } from './media-files.repository.js';
import { type Ending, nameIn, namesOf, TYPES, urlOf, renditionName } from './media-name.js';
import { IMAGE_WORK } from './media-ability.js';
import { MAKE_RENDITIONS } from './media.service.js';
import { MediaStorage } from './media-storage.js';

const ORPHANS_AT_ONCE = 50;
/** This width fits the cards of a list on most screens. */
const THUMBNAIL_WIDTH = 640;

/** Makes renditions, which takes seconds of CPU time for each image, and cleans up files. */
@Injectable()
export class MediaJobs {
  constructor(
    private readonly transaction: Transaction,
    private readonly files: MediaFilesRepository,
    private readonly storage: MediaStorage,
    private readonly images: Images,
    private readonly edits: ProductEdits,
    private readonly incoming: IncomingFiles,
  ) {}

  @Job(MAKE_RENDITIONS, { says: 'Makes the smaller renditions of an uploaded image', needs: IMAGE_WORK })
  async makeRenditions({ url }: { url: string }): Promise<void> {
    if (!(await this.files.claimForRenditions(url))) return;
    const name = nameIn(url);
    const stored = await this.storage.open(name);
    if (!stored) throw new Error(`The image ${name} is not in the storage`);

    const ending = name.split('.')[1] as Ending;
    const pictures = await this.images.renditionsOf(await buffer(stored.bytes), ending);
    const renditions: Rendition[] = [];
    for (const picture of pictures) renditions.push(await this.keep(name, picture));
    await this.show(url, renditions, ending);
  }

  @Job('catalog.clean_media', { says: 'Removes stored images that no product shows', cron: '17 * * * *' })
  async clean(): Promise<void> {
    while ((await this.cleanSome()) === ORPHANS_AT_ONCE);
  }

  @Job('catalog.clean_incoming_media', {
    says: 'Removes files of uploads that were never finished',
    cron: '47 * * * *',
  })
  cleanIncoming(): Promise<void> {
    return this.incoming.clean();
  }

  private async keep(name: string, { bytes, ending, width, height }: Picture): Promise<Rendition> {
    const rendition = renditionName(name, width, ending);
    await this.storage.put(rendition, bytes, TYPES[ending]);
    return { url: urlOf(rendition), type: TYPES[ending], width, height };
  }

  private async show(url: string, renditions: readonly Rendition[], ending: Ending): Promise<void> {
    const thumbnails = renditions.filter(
      ({ type, width }) => type === TYPES[ending] && width <= THUMBNAIL_WIDTH,
    );
    await this.files.setRenditions(url, renditions, thumbnails.at(-1)?.url);
    for (const productId of await this.files.productsWith(url)) await this.edits.showAnew(productId);
  }

  /** Removes files while their rows are locked, so that an upload of the same image waits and writes it again. */
  private cleanSome(): Promise<number> {
    return this.transaction.run(async () => {
      const urls = await this.files.forgetOrphans(ORPHANS_AT_ONCE);
      for (const url of urls) await this.storage.remove(namesOf(nameIn(url)));
      return urls.length;
    });
  }
}
