import { Injectable, Logger } from '@nestjs/common';
import type sharp from 'sharp';
import type { Sharp as Image } from 'sharp';
import { ConcurrencyGate } from '../../common/concurrency-gate.js';
import { Overloaded } from '../../common/errors/errors.js';
import { BrokenImage, TooManyPixels, UnsupportedImage } from './media.errors.js';
import { MAX_IMAGE_PIXELS, MAX_INPUT_SIDE, MAX_SIDE, RENDITION_WIDTHS } from './media.limits.js';
import type { Ending } from './media-name.js';

export interface Picture {
  readonly bytes: Buffer;
  readonly ending: Ending;
  readonly width: number;
  readonly height: number;
}

type Sharp = typeof sharp;

const KINDS = new Set(['jpeg', 'png', 'webp', 'gif', 'heif']);
const READERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'];
const MAX_WAITING = 20;
const TIMEOUT_SECONDS = 15;
/** From 0 to 9. Each step saves a few percent of the bytes and takes several times as long. */
const AVIF_EFFORT = 1;
const INPUT = { limitInputPixels: MAX_IMAGE_PIXELS, failOn: 'error', sequentialRead: true } as const;

/** Reads and writes images, one at a time, since each takes a core and much memory. The first use loads the library. */
@Injectable()
export class Images {
  private readonly logger = new Logger(Images.name);
  private readonly gate = new ConcurrencyGate(1, MAX_WAITING, 'Too many images at once. Try again shortly.');
  private library?: Promise<Sharp>;
  private hasFailed = false;

  get isMissing(): boolean {
    return this.hasFailed;
  }

  /**
   * Converts an upload to the stored image: upright, sRGB, sides up to MAX_SIDE, PNG with transparency, else JPEG. Keeps
   * only the pixels (no EXIF, no GPS position, no appended data), and the first frame of an animation. Throws
   * UnsupportedImage, TooManyPixels, BrokenImage.
   */
  async normalize(path: string): Promise<Picture> {
    const read = await this.load();
    return this.gate.run(async () => {
      const image = read(path, INPUT);
      const { format, compression, hasAlpha, width, height } = await image.metadata().catch(refuseUnknown);
      if (!KINDS.has(format) || (format === 'heif' && compression !== 'av1')) throw new UnsupportedImage();
      if (Math.max(width, height) > MAX_INPUT_SIDE) throw new TooManyPixels();
      const upright = image
        .autoOrient()
        .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true })
        .toColourspace('srgb')
        .timeout({ seconds: TIMEOUT_SECONDS });
      return written(upright, hasAlpha ? 'png' : 'jpg').catch(refuseBroken);
    });
  }

  /** Makes a rendition in each width below the image's own: AVIF, WebP, and the image's own format. */
  async renditionsOf(bytes: Buffer, ending: Ending): Promise<Picture[]> {
    const read = await this.load();
    const { width: full } = await read(bytes, INPUT).metadata();
    const renditions: Picture[] = [];
    for (const width of RENDITION_WIDTHS.filter((each) => each < full)) {
      const { data, info } = await this.gate.run(() =>
        read(bytes, INPUT).resize({ width }).raw().toBuffer({ resolveWithObject: true }),
      );
      const { width: w, height, channels } = info;
      for (const as of ['avif', 'webp', ending] as const) {
        const pixels = read(data, { raw: { width: w, height, channels } });
        renditions.push(await this.gate.run(() => written(pixels, as)));
      }
    }
    return renditions;
  }

  private load(): Promise<Sharp> {
    this.library ??= import('sharp').then(({ default: library }) => prepared(library));
    return this.library.catch((error: unknown) => {
      this.hasFailed = true;
      this.logger.error(`Images cannot be read on this machine: ${String(error)}`);
      throw new Overloaded('Images cannot be read on this machine: its image library is missing.');
    });
  }
}

/** Blocks the readers of formats that are not accepted: they have had security holes. */
function prepared(library: Sharp): Sharp {
  library.concurrency(1);
  library.cache(false);
  library.block({ operation: ['VipsForeignLoad'] });
  library.unblock({ operation: READERS.map((reader) => `VipsForeignLoad${reader}`) });
  return library;
}

async function written(image: Image, ending: Ending): Promise<Picture> {
  const { data, info } = await encoded(image, ending).toBuffer({ resolveWithObject: true });
  return { bytes: data, ending, width: info.width, height: info.height };
}

function encoded(image: Image, ending: Ending): Image {
  if (ending === 'png') return image.png();
  if (ending === 'webp') return image.webp({ quality: 78 });
  if (ending === 'avif') return image.avif({ quality: 50, effort: AVIF_EFFORT });
  return image.jpeg({ quality: 88, progressive: true });
}

function refuseUnknown(error: unknown): never {
  throw /pixel limit/.test(String(error)) ? new TooManyPixels() : new UnsupportedImage();
}

function refuseBroken(error: unknown): never {
  throw /pixel limit/.test(String(error)) ? new TooManyPixels() : new BrokenImage();
}
