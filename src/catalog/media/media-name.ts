import { createHash } from 'node:crypto';
import { RENDITION_WIDTHS } from './media.limits.js';

export const TYPES = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
} as const;

export type Ending = keyof typeof TYPES;

const ROOT = '/media/';
const NAME = /^[0-9a-f]{32}(?:-\d{2,5})?\.(jpg|png|webp|avif)$/;

/** Names an image by its content alone; no client's file name reaches the storage. */
export const nameOf = (bytes: Buffer, ending: Ending): string =>
  `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}.${ending}`;

export const renditionName = (name: string, width: number, ending: Ending): string =>
  `${name.split('.', 1)[0]}-${width}.${ending}`;

export const namesOf = (name: string): string[] => [
  name,
  ...RENDITION_WIDTHS.flatMap((width) =>
    (Object.keys(TYPES) as Ending[]).map((ending) => renditionName(name, width, ending)),
  ),
];

export const urlOf = (name: string): string => ROOT + name;

export const nameIn = (url: string): string => url.slice(ROOT.length);

/** Returns undefined for a name that the shop cannot have given. */
export function typeOf(name: string): string | undefined {
  const ending = NAME.exec(name)?.[1] as Ending | undefined;
  return ending && TYPES[ending];
}
