import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStaff } from '../support/builders/accounts.js';
import { aProduct } from '../support/builders/products.js';
import { multipart } from '../support/multipart.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let baseUrl: string;
let folder: string;
let token: string;
let slug: string;
let image: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cartwright-head-'));
  shop = await openShop({ env: { MEDIA_DIR: folder, RATE_LIMITS: 'on' } });
  baseUrl = await shop.listen();
  ({ token } = await aStaff(shop));
  const product = await aProduct(shop);
  ({ slug } = product);
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } });
  const { body, headers } = multipart(await picture.png().toBuffer());
  image = (await shop.http.post(`/products/${product.productId}/media`, body, { token, headers })).body.url;
});
afterAll(async () => {
  await shop.close();
  await rm(folder, { recursive: true });
});

const ask = async (method: string, path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(baseUrl + path, { method, headers, redirect: 'manual' });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
};

/** What tells one answer from the next, belongs to the connection, or to a body that is made as it is sent. */
const OWN = [
  'date',
  'x-request-id',
  'cache-status',
  'ratelimit-remaining',
  'ratelimit-reset',
  'connection',
  'keep-alive',
  'transfer-encoding',
];
/** What the cache passes by. */
const COOKIE = { cookie: 'theme=dark' };
const shared = (headers: Headers) => Object.fromEntries([...headers].filter(([name]) => !OWN.includes(name)));

describe('HEAD', () => {
  it.each([
    ['a page', () => `/api/v1/products/${slug}`, false, 200],
    ['a page that is not there', () => '/api/v1/products/never-was', false, 404],
    ['a list', () => '/api/v1/products?limit=3', false, 200],
    ['a list with a mistake', () => '/api/v1/products?limit=x', false, 400],
    ['an image', () => image, false, 200],
    ['what needs a token', () => '/api/v1/catalog/imports', false, 401],
    ['what one may see with it', () => '/api/v1/catalog/imports', true, 200],
    ['an export', () => '/api/v1/catalog/exports/products.csv', true, 200],
    ['readiness', () => '/health/ready', false, 200],
    ['the document', () => '/openapi.json', false, 200],
    ['nothing', () => '/api/v1/nothing', false, 404],
  ])('is answered as GET is, without the body: %s', async (_, path, isStaff, status) => {
    const headers: Record<string, string> = isStaff ? { authorization: `Bearer ${token}` } : {};
    const full = await ask('GET', path(), headers);
    for (const more of [{}, COOKIE]) {
      const head = await ask('HEAD', path(), { ...headers, ...more });
      expect([head.status, head.body]).toEqual([status, '']);
      expect(shared(head.headers)).toEqual(shared(full.headers));
    }
  });

  it('is answered 304 to whoever holds the representation', async () => {
    const path = `/api/v1/products/${slug}`;
    const { headers } = await ask('GET', path);
    const etag = headers.get('etag')!;
    for (const more of [{}, COOKIE]) {
      const known = { 'if-none-match': etag, ...more };
      const [full, head] = [await ask('GET', path, known), await ask('HEAD', path, known)];
      expect([head.status, full.status]).toEqual([304, 304]);
      // A 304 may say more of the representation than it must, if it is true (RFC 9110, 8.6 and 15.4.5).
      expect({ ...shared(headers), ...shared(head.headers) }).toEqual(shared(headers));
      expect({ ...shared(head.headers), ...shared(full.headers) }).toEqual(shared(head.headers));
    }
  });

  it('counts as a read', async () => {
    const { headers } = await ask('GET', '/api/v1/catalog/imports');
    const head = await ask('HEAD', '/api/v1/catalog/imports');
    expect(head.headers.get('ratelimit-limit')).toBe(headers.get('ratelimit-limit'));
  });

  it('changes nothing where only writing is offered', async () => {
    expect((await ask('HEAD', '/api/v1/carts')).status).toBe(405);
  });
});
