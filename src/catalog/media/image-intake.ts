import { Injectable } from '@nestjs/common';
import { ImageFetch } from './image-fetch.js';
import { Images } from './images.js';
import { IncomingFiles } from './incoming-files.js';
import { MediaFiles } from './media-files.js';

/** Takes in an image from another host by the way that an upload goes. */
@Injectable()
export class ImageIntake {
  constructor(
    private readonly incoming: IncomingFiles,
    private readonly images: Images,
    private readonly files: MediaFiles,
    private readonly remote: ImageFetch,
  ) {}

  /** Gives the address under which it is kept. Throws FetchRefused, and what an upload is refused with. */
  fetch(url: string): Promise<string> {
    return this.incoming.use(async (path) => {
      await this.remote.fetch(url, path);
      return this.files.keep(await this.images.normalize(path));
    });
  }
}
