import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStaff } from './support/builders/accounts.js';
import { aVariant } from './support/builders/products.js';
import { multipart } from './support/multipart.js';
import { openShop, type TestShop } from './support/shop.js';

describe('A folder of images that cannot be written to', () => {
  let place: string;
  let shop: TestShop;

  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'cartwright-media-'));
    // Not even root makes a folder below a file.
    writeFileSync(join(place, 'file'), '');
    const env = { MEDIA_DIR: join(place, 'file', 'media'), LOG_LEVEL: 'silent' };
    shop = await openShop({ worker: false, env });
  });
  afterAll(async () => {
    await shop.close();
    rmSync(place, { recursive: true, force: true });
  });

  async function upload() {
    const { token } = await aStaff(shop);
    const { productId } = await aVariant(shop);
    const image = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const { body, headers } = multipart(image);
    return shop.http.post(`/products/${productId}/media`, body, { token, headers });
  }

  it('is said to be so, and the shop sells all the same', async () => {
    const refused = await upload();
    expect([refused.status, refused.body.code]).toEqual([503, 'media_unavailable']);
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    expect(refused.text).not.toContain(place);
    expect((await shop.http.get('/health/ready')).status).toBe(200);
    expect((await shop.http.post('/carts', {})).status).toBe(201);
  });

  it('is used as soon as it can be', async () => {
    rmSync(join(place, 'file'));
    expect((await upload()).status).toBe(201);
  });
});
