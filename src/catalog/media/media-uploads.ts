import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { receiveUpload } from '../../common/http/multipart/upload.js';
import { AddMediaDto } from '../dto/add-media.dto.js';
import { valid } from '../../common/http/validation/valid.js';
import type { ProjectedImage } from '../products/products.reader.js';
import { Images } from './images.js';
import { IncomingFiles } from './incoming-files.js';
import { MediaFiles } from './media-files.js';
import { MAX_IMAGE_BYTES } from './media.limits.js';
import { MediaService } from './media.service.js';

/** Receives images. Stores nothing until the request is complete and its image is valid. */
@Injectable()
export class MediaUploads {
  constructor(
    private readonly incoming: IncomingFiles,
    private readonly images: Images,
    private readonly files: MediaFiles,
    private readonly media: MediaService,
  ) {}

  async take(productId: string, request: FastifyRequest): Promise<ProjectedImage> {
    await this.media.expectProduct(productId);
    return this.incoming.use(async (path) => {
      const fields = await receiveUpload(request, MAX_IMAGE_BYTES, (bytes) =>
        this.incoming.write(path, bytes),
      );
      const { alt } = valid(AddMediaDto, fields);
      const url = await this.files.keep(await this.images.normalize(path));
      return this.media.add(productId, url, alt);
    });
  }
}
