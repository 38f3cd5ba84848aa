import { multipart } from '../../support/multipart.js';
import type { Random } from '../../support/random.js';
import type { Draft } from './draft.js';

/** A picture of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

/** What the routes that import take; any other takes pictures. */
const FILES: Readonly<Record<string, (random: Random) => Buffer>> = {
  importProducts: (random) => {
    const number = random.int(1, 50);
    return table(
      'slug,title,sku,on hand,price USD',
      `fuzzed-${number},Fuzzed ${number},FUZZ-${number},3,${random.int(1, 20)}.50`,
      `fuzzed-${number}-none,No price,FUZZ-NONE,3,`,
    );
  },
  importInventory: (random) =>
    table(
      'sku,stock,price,currency',
      `FUZZ-${random.int(1, 50)},${random.int(0, 9)},${random.int(1, 20)},USD`,
    ),
};

const table = (...rows: string[]): Buffer => Buffer.from(rows.join('\r\n'));

/** A sound upload: the bytes of its body, and the header that tells where its parts begin. */
export function uploadOf(random: Random, operationId: string): Pick<Draft, 'payload' | 'headers'> {
  const file = FILES[operationId];
  const said: Record<string, string> = file ? { dryRun: 'true' } : { alt: 'A pixel' };
  const fields = random.chance(0.5) ? said : {};
  const { body, headers } = multipart(file?.(random) ?? PNG, { fields });
  return { payload: body, headers };
}

/** Uploads that are to be refused, or taken without harm, by what is wrong with them. */
export function damagedUpload(random: Random, text: string): readonly [note: string, damaged: Buffer] {
  const other = (options: Parameters<typeof multipart>[1], file = PNG) => multipart(file, options).body;
  const damages: Readonly<Record<string, () => Buffer>> = {
    'cut off': () => other({}).subarray(0, random.int(0, other({}).length - 1)),
    'an image that ends early': () => other({}, PNG.subarray(0, random.int(1, PNG.length - 1))),
    'no image': () => other({}, Buffer.from(text)),
    'an empty file': () => other({}, Buffer.alloc(0)),
    'a part of another name': () => other({ part: 'photo' }),
    'a hostile text beside it': () => other({ fields: { alt: text } }),
    'a field that nobody knows': () => other({ fields: { position: '1' } }),
    'a name that leads elsewhere': () => other({ name: '../../image.png', type: 'image/svg+xml' }),
    'many fields': () =>
      other({ fields: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`f${index}`, 'x'])) }),
  };
  const note = random.pick(Object.keys(damages));
  return [`upload: ${note}`, damages[note]!()];
}
