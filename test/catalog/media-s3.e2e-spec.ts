import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MediaJobs } from '../../src/catalog/media/media.jobs.js';
import { aStaff } from '../support/builders/accounts.js';
import { aProduct } from '../support/builders/products.js';
import { multipart } from '../support/multipart.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let token: string;
let folder: string;
let storage: S3rver;
let baseUrl: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cartwright-s3-'));
  storage = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: join(folder, 'buckets'),
    configureBuckets: [{ name: 'shop-images' }],
  });
  const { port } = await storage.run();
  shop = await openShop({
    worker: false,
    env: {
      MEDIA_DIR: join(folder, 'media'),
      MEDIA_S3_ENDPOINT: `http://127.0.0.1:${port}`,
      MEDIA_S3_BUCKET: 'shop-images',
      MEDIA_S3_ACCESS_KEY_ID: 'S3RVER',
      MEDIA_S3_SECRET_ACCESS_KEY: 'S3RVER',
    },
  });
  ({ token } = await aStaff(shop));
  baseUrl = await shop.listen();
});
afterAll(async () => {
  await shop.close();
  await rm(folder, { recursive: true });
});

const upload = async (productId: string, color: string) => {
  const create = { width: 400, height: 200, channels: 3, background: color } as const;
  const { body, headers } = multipart(await sharp({ create }).jpeg().toBuffer());
  return shop.http.post(`/products/${productId}/media`, body, { token, headers });
};

describe('S3-compatible storage', () => {
  it('keeps images, serves them, and lets them go', async () => {
    const { productId } = await aProduct(shop);
    const { status, body } = await upload(productId, 'teal');
    expect(status).toBe(201);
    await shop.get(MediaJobs).makeRenditions({ url: body.url });
    const page = await shop.http.get(`/products/${productId}`);
    const [{ url, variants }] = page.body.media;
    expect(variants).toHaveLength(3);
    for (const each of [{ url, type: 'image/jpeg', width: 400 }, ...variants]) {
      const answer = await fetch(baseUrl + each.url);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, each.type]);
      expect((await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).width).toBe(each.width);
    }
    expect(await readdir(join(folder, 'media'))).toEqual(['incoming']);
    expect(await readdir(join(folder, 'media', 'incoming'))).toEqual([]);

    await shop.http.delete(`/products/${productId}/media/${body.id}`, { token });
    await shop.sql(`UPDATE media_files SET touched_at = now() - interval '25 hours'`);
    await shop.get(MediaJobs).clean();
    for (const each of [{ url }, ...variants]) expect((await shop.http.get(each.url)).status).toBe(404);
  });

  it('is waited for when it is away, and nothing is shown that is not there', async () => {
    const { productId } = await aProduct(shop);
    const { body } = await upload(productId, 'plum');
    await storage.close();
    expect((await shop.http.get(body.url)).body.code).toBe('media_unavailable');
    const refused = await upload(productId, 'gold');
    expect([refused.status, refused.body.code]).toEqual([503, 'media_unavailable']);
    expect((await shop.http.get(`/products/${productId}`)).body.media).toHaveLength(1);
    expect(await readdir(join(folder, 'media', 'incoming'))).toEqual([]);
  });
});
