/** Queue of image jobs. One runs at a time in the whole shop: each takes seconds, and would delay more urgent jobs. */
export const IMAGES_QUEUE = 'catalog.images';

export const MAX_IMAGE_BYTES = 10 * 1024 * 1024;
/** Enough for current phones. The header alone decides, before decoding. */
export const MAX_IMAGE_PIXELS = 50_000_000;
/** Enough for panoramas. An extremely long image has few pixels, but each of its lines costs time. */
export const MAX_INPUT_SIDE = 20_000;
/** Longest side of a stored image. */
export const MAX_SIDE = 2_560;
/** Widths of renditions, for wider images. */
export const RENDITION_WIDTHS = [320, 640, 1280] as const;
