import { createHash } from 'node:crypto';
import { VARIANT_WIDTHS } from './media.limits.js';

/** Media types by the ending of a name. */
export const TYPES = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
} as const;

export type Ending = keyof typeof TYPES;

const ROOT = '/media/';
const NAME = /^[0-9a-f]{32}(?:-\d{2,5})?\.(jpg|png|webp|avif)$/;

/** The name of an image: of its content alone, so that no name from outside ever meets the storage. */
export const nameOf = (bytes: Buffer, ending: Ending): string =>
  `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}.${ending}`;

/** `<hash>-640.webp` of `<hash>.jpg`. */
export const variantName = (name: string, width: number, ending: Ending): string =>
  `${name.split('.', 1)[0]}-${width}.${ending}`;

/** The image itself, and every smaller one that may have been made of it. */
export const namesOf = (name: string): string[] => [
  name,
  ...VARIANT_WIDTHS.flatMap((width) =>
    (Object.keys(TYPES) as Ending[]).map((ending) => variantName(name, width, ending)),
  ),
];

export const urlOf = (name: string): string => ROOT + name;

export const nameIn = (url: string): string => url.slice(ROOT.length);

/** The media type of a name that the shop could have given; undefined for every other text. */
export function typeOf(name: string): string | undefined {
  const ending = NAME.exec(name)?.[1] as Ending | undefined;
  return ending && TYPES[ending];
}
