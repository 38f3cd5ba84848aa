import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiProduces } from '@nestjs/swagger';
import { DescribedTag } from '../../common/http/tag.decorator.js';
import { NotFound } from '../../common/errors/errors.js';
import { Public } from '../../common/http/access.decorator.js';
import { Criticality } from '../../common/http/overload/criticality.decorator.js';
import { Problems } from '../../common/http/problems.decorator.js';
import { MediaUnavailable } from './media.errors.js';
import { TYPES, typeOf } from './media-name.js';
import { MediaStorage } from './media-storage.js';

/** Serves images. Their content never changes, so clients may cache them forever. */
@DescribedTag('media', 'Fetch the pictures of products.')
@Controller('media')
export class MediaFilesController {
  constructor(private readonly storage: MediaStorage) {}

  /** Download an image */
  @Get(':name')
  @Public()
  @Criticality('sheddable')
  @Problems(MediaUnavailable)
  @Header('cache-control', 'public, max-age=31536000, immutable')
  // Pages of other origins may embed images, which are harmless when opened directly.
  @Header('cross-origin-resource-policy', 'cross-origin')
  @Header('content-security-policy', "default-src 'none'; sandbox")
  @ApiParam({ name: 'name', description: 'File name from the address of an image.' })
  @ApiProduces(...Object.values(TYPES))
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async getMedia(@Param('name') name: string): Promise<StreamableFile> {
    const type = typeOf(name);
    const image = type === undefined ? undefined : await this.storage.open(name);
    if (!image) throw new NotFound('image');
    return new StreamableFile(image.bytes, { type, length: image.length });
  }
}
