import { Injectable } from '@nestjs/common';
import { ImageFetch } from './image-fetch.js';
import { Images } from './images.js';
import { IncomingFiles } from './incoming-files.js';
import { MediaFiles } from './media-files.js';

/** Fetches an image from another host, and stores it as an upload. */
@Injectable()
export class ImageIntake {
  constructor(
    private readonly incoming: IncomingFiles,
    private readonly images: Images,
    private readonly files: MediaFiles,
    private readonly remote: ImageFetch,
  ) {}

  /** Returns the stored image's address. Throws FetchRefused, and the errors of uploads. */
  fetch(url: string): Promise<string> {
    return this.incoming.use(async (path) => {
      await this.remote.fetch(url, path);
      return this.files.keep(await this.images.normalize(path));
    });
  }
}
