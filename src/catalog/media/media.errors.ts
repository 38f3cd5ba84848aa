import { refusal } from '../../common/errors/domain-error.js';
import { LIMITS } from '../limits.js';
import { MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS, MAX_INPUT_SIDE } from './media.limits.js';

export class ImageTooLarge extends refusal('too_large', 'image_too_large', 'The image file is too large') {
  constructor() {
    super(`An image can have at most ${MAX_IMAGE_BYTES} bytes.`, { maxBytes: MAX_IMAGE_BYTES });
  }
}

export class TooManyPixels extends refusal(
  'unprocessable',
  'too_many_pixels',
  'The image has too many pixels',
) {
  constructor() {
    super(`An image can have at most ${MAX_IMAGE_PIXELS} pixels, and ${MAX_INPUT_SIDE} on each side.`, {
      maxPixels: MAX_IMAGE_PIXELS,
      maxSide: MAX_INPUT_SIDE,
    });
  }
}

/** Decided by content, not by file name. */
export class UnsupportedImage extends refusal(
  'unsupported',
  'unsupported_image',
  'The image format is not supported',
) {
  constructor() {
    super('Send a JPEG, PNG, WebP, GIF or AVIF image.');
  }
}

export class BrokenImage extends refusal(
  'unprocessable',
  'broken_image',
  'The image is damaged or incomplete',
) {
  constructor() {
    super('The file starts like an image, but it cannot be read completely. Send the file again.');
  }
}

export class TooManyImages extends refusal(
  'conflict',
  'too_many_images',
  'The product would have too many images',
) {
  constructor() {
    super(`A product can have at most ${LIMITS.media} images.`, { limit: LIMITS.media });
  }
}

/** The folder cannot be written, or the bucket does not answer. */
export class MediaUnavailable extends refusal(
  'unavailable',
  'media_unavailable',
  'The image storage is not available',
) {
  constructor(why: unknown) {
    super('Images cannot be stored or read at the moment. Try again shortly.', {}, 5);
    // For the log only: it names the path, or the bucket's answer.
    this.cause = why;
  }
}
