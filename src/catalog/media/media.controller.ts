import { Body, Controller, Delete, HttpCode, Patch, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { RequirePermission } from '../../common/http/access.decorator.js';
import { TakesUpload } from '../../common/http/multipart/multipart.decorator.js';
import { Problems } from '../../common/http/problems.decorator.js';
import { UuidParam } from '../../common/http/uuid-param.js';
import { lineSchema } from '../../common/http/validators.js';
import { MediaResponse } from '../dto/media.response.js';
import { UpdateMediaDto } from '../dto/update-media.dto.js';
import { LIMITS } from '../limits.js';
import { MediaUploads } from './media-uploads.js';
import {
  BrokenImage,
  ImageTooLarge,
  MediaUnavailable,
  TooManyImages,
  TooManyPixels,
  UnsupportedImage,
} from './media.errors.js';
import { MediaService } from './media.service.js';

@ApiTags('products')
@Controller('products/:id/media')
export class MediaController {
  constructor(
    private readonly media: MediaService,
    private readonly uploads: MediaUploads,
  ) {}

  /** Upload an image of a product; its renditions follow within seconds */
  @Post()
  @RequirePermission('catalog:write')
  @TakesUpload('A JPEG, PNG, WebP, GIF or AVIF image; of an animation, the first frame is kept.', {
    alt: { ...lineSchema(LIMITS.mediaAlt, 0), example: 'A blue T-shirt from the front' },
  })
  @Problems(ImageTooLarge, UnsupportedImage, TooManyPixels, BrokenImage, TooManyImages, MediaUnavailable)
  @ApiCreatedResponse({ type: MediaResponse })
  uploadMedia(@UuidParam('id') id: string, @Req() request: FastifyRequest): Promise<MediaResponse> {
    return this.uploads.take(id, request);
  }

  /** Change the alternative text or position of an image */
  @Patch(':mediaId')
  @RequirePermission('catalog:write')
  @ApiOkResponse({ type: MediaResponse })
  updateMedia(
    @UuidParam('id') id: string,
    @UuidParam('mediaId') mediaId: string,
    @Body() body: UpdateMediaDto,
  ): Promise<MediaResponse> {
    return this.media.update(id, mediaId, body);
  }

  /** Remove an image from a product */
  @Delete(':mediaId')
  @RequirePermission('catalog:write')
  @HttpCode(204)
  @ApiNoContentResponse()
  removeMedia(@UuidParam('id') id: string, @UuidParam('mediaId') mediaId: string): Promise<void> {
    return this.media.remove(id, mediaId);
  }
}
