import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aStaff } from '../support/builders/accounts.js';
import { aProduct } from '../support/builders/products.js';
import { multipart } from '../support/multipart.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let token: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cartwright-media-'));
  shop = await openShop({ env: { MEDIA_DIR: folder, LOG_LEVEL: 'fatal' } });
  ({ token } = await aStaff(shop));
});
afterAll(async () => {
  vi.doUnmock('sharp');
  await shop.close();
  await rm(folder, { recursive: true });
});

const incoming = () => readdir(join(folder, 'incoming'));
const uploadTo = async (productId: string) => {
  const file = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  const { body, headers } = multipart(file);
  return shop.http.post(`/products/${productId}/media`, body, { token, headers });
};

describe('a machine without a binary of the image library', () => {
  it('sells, and answers 503 to images alone', async () => {
    const { productId } = await aProduct(shop);
    // What the library itself throws when the binary of this platform is not installed.
    vi.doMock('sharp', () => {
      throw new Error('Could not load the "sharp" module using the linux-x64 runtime');
    });

    const refused = await uploadTo(productId);
    expect([refused.status, refused.body.detail]).toEqual([
      503,
      'Images cannot be read on this machine: its image library is missing.',
    ]);
    expect(await incoming()).toEqual([]);
    const page = await shop.http.get(`/products/${productId}`);
    expect([page.status, page.body.media]).toEqual([200, []]);
  });
});
