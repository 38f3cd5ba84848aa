import { request as sendRaw } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStaff } from '../support/builders/accounts.js';
import { aReadyCart } from '../support/builders/carts.js';
import { aVariant } from '../support/builders/products.js';
import { openShop, type TestShop } from '../support/shop.js';

interface Wire {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly bytes: Buffer;
}

describe('Compression', () => {
  let shop: TestShop;
  let url: string;
  const variants: string[] = [];

  beforeAll(async () => {
    shop = await openShop({ worker: false });
    url = await shop.listen();
    for (let at = 0; at < 8; at += 1) variants.push((await aVariant(shop, { onHand: 10 })).variantId);
  });
  afterAll(() => shop.close());

  /** As the bytes come, whatever they are encoded in. */
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Wire> =>
    new Promise((resolve, reject) => {
      const sent = sendRaw(url + path, { method, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const all = answer.headers as Wire['headers'];
          resolve({ status: answer.statusCode!, headers: all, bytes: Buffer.concat(chunks) });
        });
      });
      sent.on('error', reject).end();
    });

  const plain = async (path: string): Promise<Wire> => get(path);
  const UNPACK = { br: brotliDecompressSync, gzip: gunzipSync } as const;
  const LIST = '/api/v1/products';

  it.each(['br', 'gzip'] as const)('sends lists in %s, made now and from the cache', async (encoding) => {
    const path = `${LIST}?limit=${encoding === 'br' ? 8 : 7}`;
    const made = await get(path, { 'accept-encoding': encoding });
    const hits = [
      await get(path, { 'accept-encoding': encoding }),
      await get(path, { 'accept-encoding': encoding }),
    ];
    const whole = await plain(path);
    expect(whole.headers['content-encoding']).toBeUndefined();
    expect(whole.bytes.length).toBeGreaterThan(1_024);
    for (const answer of [made, ...hits]) {
      expect(answer.headers['content-encoding']).toBe(encoding);
      expect(answer.headers['content-length']).toBe(String(answer.bytes.length));
      expect(answer.headers['vary']).toMatch(/accept-encoding/i);
      expect(UNPACK[encoding](answer.bytes).equals(whole.bytes)).toBe(true);
      expect(answer.bytes.length).toBeLessThan(whole.bytes.length / 2);
    }
    expect(made.headers['cache-status']).toBe('cartwright; fwd=miss');
    expect(hits.map(({ headers }) => headers['cache-status'])).toEqual(Array(2).fill('cartwright; hit'));
    expect(whole.headers['vary']).toMatch(/accept-encoding/i);
  });

  it('gives each encoding a tag of its own, and knows it again', async () => {
    const path = `${LIST}?limit=6`;
    const tags: string[] = [];
    for (const encoding of ['br', 'gzip', 'identity']) {
      const ask = { 'accept-encoding': encoding };
      const made = await get(path, ask);
      const hit = await get(path, ask);
      expect(hit.headers['etag']).toBe(made.headers['etag']);
      const tag = made.headers['etag']!;
      const again = await get(path, { ...ask, 'if-none-match': tag });
      expect([again.status, again.bytes.length, again.headers['etag']]).toEqual([304, 0, tag]);
      expect([again.headers['content-encoding'], again.headers['vary']]).toEqual([
        undefined,
        expect.stringMatching(/accept-encoding/i),
      ]);
      const others = tags.join(', ');
      if (others !== '') expect((await get(path, { ...ask, 'if-none-match': others })).status).toBe(200);
      const head = await get(path, ask, 'HEAD');
      expect([head.headers['etag'], head.bytes.length]).toEqual([tag, 0]);
      expect(head.headers['content-length']).toBe(made.headers['content-length']);
      tags.push(tag);
    }
    expect(new Set(tags).size).toBe(3);
    for (const tag of tags) expect(tag).toMatch(/^"0-[\w-]+"$/);
  });

  it('leaves short answers, refusals and those to writes as they are', async () => {
    const ask = { 'accept-encoding': 'br, gzip' };
    expect((await get('/health/live', ask)).headers['content-encoding']).toBeUndefined();
    expect((await get(`${LIST}/unknown`, ask)).headers['content-encoding']).toBeUndefined();
    const made = await fetch(`${url}/api/v1/carts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-encoding': 'br, gzip' },
      body: JSON.stringify({ items: variants.map((variantId) => ({ variantId, quantity: 1 })) }),
    });
    expect([made.status, made.headers.get('content-encoding')]).toEqual([201, null]);
  });

  it('never compresses a secret beside what its reader has typed', async () => {
    const cartId = await aReadyCart(shop, { items: variants.map((variantId) => ({ variantId })) });
    const cart = await get(`/api/v1/carts/${cartId}`, { 'accept-encoding': 'br, gzip' });
    expect(cart.bytes.length).toBeGreaterThan(1_024);
    expect(cart.headers['content-encoding']).toBeUndefined();
    expect(cart.headers['etag']).not.toMatch(/-(br|gzip)"$/);
  });

  it('sends the documentation compressed', async () => {
    for (const path of ['/openapi.json', '/docs/swagger-ui-bundle.js']) {
      const [packed, whole] = [await get(path, { 'accept-encoding': 'br' }), await plain(path)];
      expect([packed.status, packed.headers['content-encoding']], path).toEqual([200, 'br']);
      expect(brotliDecompressSync(packed.bytes).equals(whole.bytes), path).toBe(true);
    }
  });

  it('takes the tag of a compressed answer as the version to change', async () => {
    const { token } = await aStaff(shop);
    const { body } = await shop.http.get(`/products?limit=1`);
    const staff = { authorization: `Bearer ${token}` };
    const page = await get(`/api/v1/products/${body.items[0].id}`, { ...staff, 'accept-encoding': 'br' });
    const { status } = await shop.http.patch(
      `/products/${body.items[0].id}`,
      { title: 'Another title' },
      { token, headers: { 'if-match': page.headers['etag']! } },
    );
    expect(status).toBe(200);
  });
});
