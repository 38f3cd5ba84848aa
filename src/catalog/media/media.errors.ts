import { refusal } from '../../common/errors/domain-error.js';
import { LIMITS } from '../limits.js';
import { MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS, MAX_INPUT_SIDE } from './media.limits.js';

export class ImageTooLarge extends refusal('too_large', 'image_too_large', 'The file is too large') {
  constructor() {
    super(`An image may have at most ${MAX_IMAGE_BYTES} bytes.`, { maxBytes: MAX_IMAGE_BYTES });
  }
}

export class TooManyPixels extends refusal(
  'unprocessable',
  'too_many_pixels',
  'The image has too many pixels',
) {
  constructor() {
    super(`An image may have at most ${MAX_IMAGE_PIXELS} pixels, and ${MAX_INPUT_SIDE} along a side.`, {
      maxPixels: MAX_IMAGE_PIXELS,
      maxSide: MAX_INPUT_SIDE,
    });
  }
}

/** Decided by content, not by file name. */
export class UnsupportedImage extends refusal(
  'unsupported',
  'unsupported_image',
  'Not an image of a kind that is taken',
) {
  constructor() {
    super('Send a JPEG, PNG, WebP, GIF or AVIF image.');
  }
}

export class BrokenImage extends refusal(
  'unprocessable',
  'broken_image',
  'The image cannot be read to its end',
) {
  constructor() {
    super('The file begins as an image does, but is damaged or incomplete.');
  }
}

export class TooManyImages extends refusal(
  'conflict',
  'too_many_images',
  'The product has all the images it can have',
) {
  constructor() {
    super(`A product has at most ${LIMITS.media} images.`, { limit: LIMITS.media });
  }
}

/** The folder cannot be written, or the bucket does not answer. */
export class MediaUnavailable extends refusal(
  'unavailable',
  'media_unavailable',
  'Images cannot be stored or read right now',
) {
  constructor(why: unknown) {
    super('The storage of images does not work. Try again shortly.', {}, 5);
    // For the log only: it names the path, or the bucket's answer.
    this.cause = why;
  }
}
