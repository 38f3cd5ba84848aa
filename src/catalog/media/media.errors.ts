import { DomainError, type ErrorKind } from '../../common/errors/domain-error.js';
import { LIMITS } from '../limits.js';
import { MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS, MAX_INPUT_SIDE } from './media.limits.js';

export class ImageTooLarge extends DomainError {
  static override readonly code = 'image_too_large';
  static override readonly kind: ErrorKind = 'too_large';
  static override readonly title = 'The file is too large';

  constructor() {
    super(`An image may have at most ${MAX_IMAGE_BYTES} bytes.`, { maxBytes: MAX_IMAGE_BYTES });
  }
}

export class TooManyPixels extends DomainError {
  static override readonly code = 'too_many_pixels';
  static override readonly kind: ErrorKind = 'unprocessable';
  static override readonly title = 'The image has too many pixels';

  constructor() {
    super(`An image may have at most ${MAX_IMAGE_PIXELS} pixels, and ${MAX_INPUT_SIDE} along a side.`, {
      maxPixels: MAX_IMAGE_PIXELS,
      maxSide: MAX_INPUT_SIDE,
    });
  }
}

/** Decided by content, not by file name. */
export class UnsupportedImage extends DomainError {
  static override readonly code = 'unsupported_image';
  static override readonly kind: ErrorKind = 'unsupported';
  static override readonly title = 'Not an image of a kind that is taken';

  constructor() {
    super('Send a JPEG, PNG, WebP, GIF or AVIF image.');
  }
}

export class BrokenImage extends DomainError {
  static override readonly code = 'broken_image';
  static override readonly kind: ErrorKind = 'unprocessable';
  static override readonly title = 'The image cannot be read to its end';

  constructor() {
    super('The file begins as an image does, but is damaged or incomplete.');
  }
}

export class TooManyImages extends DomainError {
  static override readonly code = 'too_many_images';
  static override readonly kind: ErrorKind = 'conflict';
  static override readonly title = 'The product has all the images it can have';

  constructor() {
    super(`A product has at most ${LIMITS.media} images.`, { limit: LIMITS.media });
  }
}

/** The folder cannot be written, or the bucket does not answer. */
export class MediaUnavailable extends DomainError {
  static override readonly code = 'media_unavailable';
  static override readonly kind: ErrorKind = 'unavailable';
  static override readonly title = 'Images cannot be stored or read right now';

  constructor(why: unknown) {
    super('The storage of images does not work. Try again shortly.', {}, 5);
    // For the log only: it names the path, or the bucket's answer.
    this.cause = why;
  }
}
