/**
 * The queue of jobs that fetch and make images, one at a time in the whole shop: they take seconds each, and would keep
 * what shoppers wait for from being done.
 */
export const IMAGES_QUEUE = 'catalog.images';

/** Bytes of an uploaded file. */
export const MAX_IMAGE_BYTES = 10 * 1024 * 1024;
/** Pixels of an uploaded image: what phones of today make. More is refused by its header, before it is unpacked. */
export const MAX_IMAGE_PIXELS = 50_000_000;
/**
 * The longer side of an uploaded image, as wide as a panorama is. One that is all length has few pixels, but each of its
 * lines is work of its own.
 */
export const MAX_INPUT_SIDE = 20_000;
/** The longer side of an image as it is kept. */
export const MAX_SIDE = 2_560;
/** Widths that smaller images are made in, where the image is wider. */
export const RENDITION_WIDTHS = [320, 640, 1280] as const;
