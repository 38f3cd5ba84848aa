import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { IncomingFiles } from '../../src/catalog/media/incoming-files.js';
import { MediaJobs } from '../../src/catalog/media/media.jobs.js';
import { MAKE_RENDITIONS } from '../../src/catalog/media/media.service.js';
import { Jobs } from '../../src/common/events/jobs.js';
import { aStaff } from '../support/builders/accounts.js';
import { aProduct } from '../support/builders/products.js';
import { eventually } from '../support/eventually.js';
import { multipart } from '../support/multipart.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let token: string;
let folder: string;
let baseUrl: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cartwright-media-'));
  shop = await openShop({ env: { MEDIA_DIR: folder } });
  ({ token } = await aStaff(shop));
  baseUrl = await shop.listen();
});
afterAll(async () => {
  await shop.close();
  await rm(folder, { recursive: true });
});

const picture = (width: number, height: number, color = 'teal') =>
  sharp({ create: { width, height, channels: 3, background: color } });
const upload = (productId: string, file: Buffer, more: Parameters<typeof multipart>[1] = {}) => {
  const { body, headers } = multipart(file, more);
  return shop.http.post(`/products/${productId}/media`, body, { token, headers });
};
const fetched = async (path: string) => {
  const answer = await fetch(baseUrl + path);
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
};
const mediaOf = async (productId: string) => (await shop.http.get(`/products/${productId}`)).body.media;
const filesIn = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
/** Files that belong to no image that the shop knows. */
const strays = async () => {
  const known = await shop.sql('SELECT substring(url FROM 8 FOR 32) AS stem FROM media_files');
  const stems = new Set(known.map(({ stem }: any) => stem as string));
  return (await filesIn()).filter((name) => !name.startsWith('.') && !stems.has(name.slice(0, 32)));
};
const rows = async () =>
  (await shop.sql('SELECT count(*)::integer AS count FROM media_files'))[0].count as number;

describe('an uploaded image', () => {
  it('is kept under the name of its content, and shown on page and list in sizes for every screen', async () => {
    const { productId } = await aProduct(shop, { title: 'Pictured' });
    const { status, body } = await upload(productId, await picture(1000, 500).jpeg().toBuffer(), {
      fields: { alt: 'A teal wall' },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ alt: 'A teal wall', width: 1000, height: 500, variants: [] });
    expect(body.url).toMatch(/^\/media\/[0-9a-f]{32}\.jpg$/);
    expect(await mediaOf(productId)).toEqual([body]);

    const variants = await eventually(async () => {
      const [{ variants: made }] = await mediaOf(productId);
      return made.length > 0 ? made : undefined;
    });
    const stem = body.url.replace('.jpg', '');
    expect(variants.map(({ url, type, width, height }: any) => [url, type, width, height])).toEqual([
      [`${stem}-320.avif`, 'image/avif', 320, 160],
      [`${stem}-320.webp`, 'image/webp', 320, 160],
      [`${stem}-320.jpg`, 'image/jpeg', 320, 160],
      [`${stem}-640.avif`, 'image/avif', 640, 320],
      [`${stem}-640.webp`, 'image/webp', 640, 320],
      [`${stem}-640.jpg`, 'image/jpeg', 640, 320],
    ]);
    for (const { url, type, width } of variants) {
      const { status: found, headers, bytes } = await fetched(url);
      expect([found, headers.get('content-type')]).toEqual([200, type]);
      expect((await sharp(bytes).metadata()).width).toBe(width);
    }
    const list = await shop.http.get('/products?sort=newest');
    expect(list.body.items[0].thumbnail).toEqual({ url: `${stem}-640.jpg`, alt: 'A teal wall' });
    const page = await shop.http.get(`/products/${productId}`, { token });
    expect(page.body.version).toBe(2);
  });

  it('is served to be kept for good, by pages of any origin, and can do nothing by itself', async () => {
    const { productId } = await aProduct(shop);
    const { body } = await upload(productId, await picture(20, 20).png().toBuffer());
    const { headers } = await fetched(body.url);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'image/jpeg',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)(
    'may be %s, whatever it is called',
    async (format) => {
      const { productId } = await aProduct(shop);
      const file = await picture(40, 30, 'tomato')[format]().toBuffer();
      const { status, body } = await upload(productId, file, { name: 'cat.txt', type: 'text/plain' });
      expect([status, body.width, body.height]).toEqual([201, 40, 30]);
      expect((await sharp((await fetched(body.url)).bytes).metadata()).format).toBe(
        format === 'gif' ? 'png' : 'jpeg',
      );
    },
  );

  it('stays see-through', async () => {
    const { productId } = await aProduct(shop);
    const background = { r: 0, g: 0, b: 0, alpha: 0 };
    const file = await sharp({ create: { width: 400, height: 400, channels: 4, background } })
      .webp()
      .toBuffer();
    const { body } = await upload(productId, file);
    expect(body.url).toMatch(/\.png$/);
    expect((await sharp((await fetched(body.url)).bytes).stats()).isOpaque).toBe(false);
  });

  it('is set upright, and says nothing of where it was taken', async () => {
    const { productId } = await aProduct(shop);
    const file = await picture(60, 30)
      .jpeg()
      .withMetadata({ orientation: 6 })
      .withExif({
        IFD0: { Copyright: 'Secret Person' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
      })
      .toBuffer();
    const rotated = await sharp(file)
      .withExifMerge({ IFD0: { Orientation: '6' } })
      .toBuffer();
    expect((await sharp(rotated).metadata()).exif?.toString('latin1')).toContain('Secret Person');
    const { body } = await upload(productId, rotated);
    const { bytes } = await fetched(body.url);
    const { exif, xmp, iptc, orientation, width } = await sharp(bytes).metadata();
    expect([exif, xmp, iptc, orientation, width]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      body.width,
    ]);
    expect(bytes.toString('latin1')).not.toContain('Secret Person');
  });

  it('is made small enough to be sent', async () => {
    const { productId } = await aProduct(shop);
    const { body } = await upload(productId, await picture(4000, 1000).jpeg().toBuffer());
    expect([body.width, body.height]).toEqual([2560, 640]);
  });

  it('is resized in a queue of its own, where it keeps nobody else waiting', async () => {
    const { productId } = await aProduct(shop);
    const enqueue = vi.spyOn(shop.get(Jobs), 'enqueue');
    const { body } = await upload(productId, await picture(50, 50, 'orchid').png().toBuffer());
    expect(enqueue.mock.calls).toEqual([
      [MAKE_RENDITIONS, { url: body.url }, expect.objectContaining({ queue: 'catalog.images' })],
    ]);
    enqueue.mockRestore();
  });

  it('is shown once by a product, however often it is sent', async () => {
    const { productId } = await aProduct(shop);
    const file = await picture(50, 50, 'gold').png().toBuffer();
    const answers = await Promise.all([1, 2, 3, 4].map(() => upload(productId, file)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await mediaOf(productId)).toHaveLength(1);
  });

  it('is said to show what the last one who sent it says, if they say anything', async () => {
    const { productId } = await aProduct(shop);
    const file = await picture(50, 50, 'plum').png().toBuffer();
    const alts: string[] = [];
    for (const alt of ['A plum', undefined, 'A ripe plum'])
      alts.push((await upload(productId, file, alt === undefined ? {} : { fields: { alt } })).body.alt);
    expect(alts).toEqual(['A plum', 'A plum', 'A ripe plum']);
    expect(await mediaOf(productId)).toMatchObject([{ alt: 'A ripe plum' }]);
  });

  it('keeps its sizes when the product is written again with its address', async () => {
    const { productId } = await aProduct(shop);
    const { body } = await upload(productId, await picture(350, 350, 'navy').jpeg().toBuffer());
    await shop.get(MediaJobs).makeRenditions({ url: body.url });
    await shop.http.patch(`/products/${productId}`, { media: [{ url: body.url, alt: 'Again' }] }, { token });
    const [{ alt, width, variants }] = await mediaOf(productId);
    expect([alt, width, variants.length]).toEqual(['Again', 350, 3]);
  });
});

describe('the images of a product', () => {
  it('change their text and order, and go', async () => {
    const { productId } = await aProduct(shop);
    const ids: string[] = [];
    for (const color of ['red', 'green', 'blue'])
      ids.push((await upload(productId, await picture(10, 10, color).png().toBuffer())).body.id);
    const change = (id: string, body: object) =>
      shop.http.patch(`/products/${productId}/media/${id}`, body, { token });
    const shown = async () => (await mediaOf(productId)).map(({ id }: { id: string }) => id);

    expect((await change(ids[2]!, { position: 0, alt: 'Blue' })).body).toMatchObject({
      id: ids[2],
      alt: 'Blue',
    });
    expect(await shown()).toEqual([ids[2], ids[0], ids[1]]);
    await change(ids[2]!, { position: 50 });
    expect(await shown()).toEqual([ids[0], ids[1], ids[2]]);
    const gone = await shop.http.delete(`/products/${productId}/media/${ids[0]}`, { token });
    expect(gone.status).toBe(204);
    expect(await shown()).toEqual([ids[1], ids[2]]);

    const other = await aProduct(shop);
    const elsewhere = `/products/${other.productId}/media/${ids[1]}`;
    expect((await shop.http.delete(elsewhere, { token })).status).toBe(404);
    expect((await shop.http.patch(elsewhere, { alt: 'x' }, { token })).status).toBe(404);
    expect((await change(ids[1]!, { position: -1 })).status).toBe(400);
    expect((await change(ids[1]!, { url: '/x' })).body.code).toBe('unknown_field');
  });

  it('are at most fifty', async () => {
    const media = Array.from({ length: 50 }, (_, i) => ({ url: `/${i}.jpg` }));
    const { productId } = await aProduct(shop, { media });
    const refused = await upload(productId, await picture(11, 10).png().toBuffer());
    expect([refused.status, refused.body.code]).toEqual([409, 'too_many_images']);
  });

  it('are for staff to change', async () => {
    const { productId } = await aProduct(shop);
    const { body, headers } = multipart(await picture(10, 10).png().toBuffer());
    expect((await shop.http.post(`/products/${productId}/media`, body, { headers })).status).toBe(401);
  });
});

describe('an upload that is refused', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const entity =
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>';

  it.each<[string, number, string, () => Buffer | Promise<Buffer>]>([
    [
      'HTML that is called PNG',
      415,
      'unsupported_image',
      () => Buffer.from('<html><script>alert(1)</script>'),
    ],
    ['SVG', 415, 'unsupported_image', () => Buffer.from(svg)],
    ['SVG with an entity', 415, 'unsupported_image', () => Buffer.from(entity)],
    [
      'a script behind the letters of a GIF',
      415,
      'unsupported_image',
      () => Buffer.from('GIF89a/*x*/=1;alert(1)'),
    ],
    ['PDF', 415, 'unsupported_image', () => Buffer.from('%PDF-1.7\n%PK\u0003\u0004')],
    ['TIFF', 415, 'unsupported_image', () => picture(10, 10).tiff().toBuffer()],
    ['nothing', 415, 'unsupported_image', () => Buffer.alloc(0)],
    ['half a JPEG', 422, 'broken_image', async () => (await noise().jpeg().toBuffer()).subarray(0, 20_000)],
    ['a flood of pixels', 422, 'too_many_pixels', () => pngHeader(50_000, 50_000)],
    ['a line of pixels', 422, 'too_many_pixels', () => pngHeader(1, 49_000_000)],
    ['a line of pixels across', 422, 'too_many_pixels', () => pngHeader(20_001, 1)],
    ['more bytes than it may have', 413, 'image_too_large', () => Buffer.alloc(10 * 1024 * 1024 + 1, 1)],
  ])('is %s', async (_, status, code, file) => {
    const { productId } = await aProduct(shop);
    const before = await rows();
    const refused = await upload(productId, await file(), { name: 'x.png', type: 'image/png' });
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect([await rows(), await strays()]).toEqual([before, []]);
    expect(await mediaOf(productId)).toEqual([]);
  });

  it('is one whose form is not what it should be', async () => {
    const { productId } = await aProduct(shop);
    const file = await picture(10, 10, 'pink').png().toBuffer();
    const path = `/products/${productId}/media`;
    const post = (body: Buffer | string | undefined, type: string) =>
      shop.http.post(path, body, { token, headers: { 'content-type': type } });
    const { body, headers } = multipart(file);
    const type = headers['content-type'];

    expect((await post(body, 'multipart/form-data')).status).toBe(400);
    expect((await post(body, `multipart/form-data; boundary=${'x'.repeat(300)}`)).status).toBe(400);
    expect((await post(body.subarray(0, body.length - 60), type)).status).toBe(400);
    expect((await post('', type)).status).toBe(400);
    expect((await post(file, 'image/png')).status).toBe(415);
    expect((await post('{}', 'application/json')).status).toBe(415);
    expect((await upload(productId, file, { part: 'image' })).status).toBe(400);
    expect((await upload(productId, file, { fields: { alt: 'x'.repeat(301) } })).status).toBe(400);
    expect((await upload(productId, file, { fields: { alt: 'x'.repeat(5_000) } })).status).toBe(413);
    expect((await upload(productId, file, { fields: { url: 'x' } })).body.code).toBe('unknown_field');
    expect((await upload(productId, file, { fields: { toString: 'x' } })).status).toBe(400);
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`f${i}`, 'x']));
    expect((await upload(productId, file, { fields: many })).status).toBe(413);
    expect(await mediaOf(productId)).toEqual([]);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  it('is one for a product that is not there, and one sent where JSON is asked for', async () => {
    const { body, headers } = multipart(await picture(12, 10).png().toBuffer());
    const unknown = '/products/0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90/media';
    expect((await shop.http.post(unknown, body, { token, headers })).status).toBe(404);
    expect((await shop.http.post('/products', body, { token, headers })).status).toBe(415);
    expect((await shop.http.post('/carts', body, { headers })).status).toBe(415);
  });

  it('leaves no file and no row when a thousand clients go away just before its end', async () => {
    const { productId } = await aProduct(shop);
    const { body, headers } = multipart(await noise(120, 80).png().toBuffer());
    const before = await rows();
    const { hostname, port } = new URL(baseUrl);
    const head = [
      `POST /api/v1/products/${productId}/media HTTP/1.1`,
      'host: shop',
      `authorization: Bearer ${token}`,
      `content-type: ${headers['content-type']}`,
      `content-length: ${body.length}`,
    ].join('\r\n');
    const almost = Buffer.concat([
      Buffer.from(`${head}\r\n\r\n`),
      body.subarray(0, Math.floor(body.length * 0.99)),
    ]);
    const incoming = (count: number) => async () =>
      (await readdir(join(folder, 'incoming'))).length === count;
    for (let round = 0; round < 10; round += 1) {
      const clients = Array.from({ length: 100 }, () => connect(Number(port), hostname));
      for (const client of clients) client.on('error', () => undefined).write(almost);
      await eventually(incoming(100));
      for (const client of clients) client.resetAndDestroy();
      await eventually(incoming(0));
    }
    expect([await rows(), await strays(), await mediaOf(productId)]).toEqual([before, [], []]);
  });
});

describe('an upload that breaks off at its first byte', () => {
  it('leaves no file that is made after it was removed', async () => {
    const files = shop.get(IncomingFiles);
    const broken = () =>
      files.use((path) =>
        files.write(
          path,
          Object.assign(Readable.from([]).destroy(new Error('gone')), { truncated: false }) as never,
        ),
      );
    const ends = await Promise.allSettled(Array.from({ length: 500 }, broken));

    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['rejected']));
    await delay(200);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });
});

describe('names', () => {
  const names = [
    '../../x',
    '..%2f..%2fx',
    'C:\\x.png',
    'a\u0000.png',
    '.htaccess',
    'x.php.png',
    'x'.repeat(10_000),
    '',
  ];

  it.each(names)('of the client never reach the storage: %j', async (name) => {
    const { productId } = await aProduct(shop);
    const { status, body } = await upload(productId, await picture(13, 10).png().toBuffer(), { name });
    expect([201, 400]).toContain(status);
    if (status === 201) expect(body.url).toMatch(/^\/media\/[0-9a-f]{32}\.jpg$/);
    for (const file of await filesIn()) expect(file).toMatch(/^[0-9a-f]{32}(-\d+)?\.(jpg|png|webp|avif)$/);
  });

  it.each([
    '/media/..%2f..%2fpackage.json',
    '/media/%2e%2e%2fx.jpg',
    '/media/../package.json',
    '/media/incoming',
    `/media/${'0'.repeat(32)}.jpg`,
    `/media/${'0'.repeat(32)}.svg`,
    `/media/${'0'.repeat(32)}.jpg%00.png`,
  ])('that the shop never gave are not found: %s', async (path) => {
    const { status, headers } = await fetched(path);
    expect([400, 404]).toContain(status);
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

describe('files that no product shows', () => {
  it('are cleaned away after a day, with all that was made of them', async () => {
    const { productId } = await aProduct(shop);
    const { body } = await upload(productId, await picture(340, 340, 'plum').png().toBuffer());
    const kept = await upload(productId, await picture(14, 14, 'plum').png().toBuffer());
    await shop.get(MediaJobs).makeRenditions({ url: body.url });
    await shop.http.delete(`/products/${productId}/media/${body.id}`, { token });
    const stem = body.url.slice('/media/'.length, -'.jpg'.length);
    const left = async () => (await filesIn()).filter((name) => name.startsWith(stem)).length;

    await shop.get(MediaJobs).clean();
    expect(await left()).toBe(4);
    await shop.sql(`UPDATE media_files SET touched_at = now() - interval '25 hours'`);
    await shop.get(MediaJobs).clean();
    expect(await left()).toBe(0);
    expect((await fetched(body.url)).status).toBe(404);
    expect((await fetched(kept.body.url)).status).toBe(200);
  });

  it('are cleaned away when a process ended in the midst of an upload', async () => {
    const [old, young] = ['old', 'young'].map((name) => join(folder, 'incoming', name));
    await writeFile(old!, 'x');
    await writeFile(young!, 'x');
    await utimes(old!, new Date(0), new Date(0));
    await shop.get(IncomingFiles).clean();
    expect(await readdir(join(folder, 'incoming'))).toEqual(['young']);
  });
});

const noise = (width = 600, height = 400) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: 'black',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });

/** What a PNG begins with, of any size. */
function pngHeader(width: number, height: number): Buffer {
  const file = Buffer.from(
    '89504e470d0a1a0a0000000d494844520000000000000000080200000000000000000000004944415400000000',
    'hex',
  );
  file.writeUInt32BE(width, 16);
  file.writeUInt32BE(height, 20);
  return file;
}
