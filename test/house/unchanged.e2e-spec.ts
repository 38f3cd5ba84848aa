import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAccount, anOwner } from '../support/builders/accounts.js';
import { ADDRESSES, aCart } from '../support/builders/carts.js';
import { aCategory } from '../support/builders/categories.js';
import { aKey } from '../support/builders/orders.js';
import { aProduct, aVariant } from '../support/builders/products.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { multipart } from '../support/multipart.js';
import { resolved, type Schema, type Schemas } from '../support/schema-requests.js';
import { openShop, type TestShop } from '../support/shop.js';

interface Operation {
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema; readonly example: unknown }>>;
  };
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** Something that can be changed. */
interface Thing {
  /** Where it is. */
  readonly path: string;
  /** What it has and its answer does not say, as a PATCH writes it. */
  readonly same?: object;
  /** A change that is one. */
  readonly other: object;
}

let shop: TestShop;
let token: string;
let paths: Paths;
let schemas: Schemas;
beforeAll(async () => {
  shop = await openShop({ worker: false });
  ({ token } = await anOwner(shop));
  const document = JSON.parse((await shop.app.inject('/openapi.json')).payload) as {
    paths: Paths;
    components: { schemas: Schemas };
  };
  paths = Object.fromEntries(Object.entries(document.paths).map(([path, one]) => [short(path), one]));
  schemas = document.components.schemas;
});
afterAll(() => shop.close());

const short = (path: string): string => path.replace('/api/v1', '');
const patch = (path: string, body: object) => shop.http.patch(path, body, { token });
const usd = (amount: number) => ({ amount, currency: 'USD' });

async function theProduct(): Promise<Thing> {
  const category = await aCategory(shop);
  const path = `/products/${(await aProduct(shop)).productId}`;
  const same = {
    title: 'Harbor mug',
    description: 'Holds **tea**.',
    descriptionFormat: 'text',
    categoryIds: [category.id],
    media: [{ url: 'https://images.example/mug.jpg', alt: 'A mug' }],
  };
  await patch(path, same);
  return { path, same, other: { title: 'Harbor cup' } };
}

async function theImage(): Promise<Thing> {
  const { productId } = await aProduct(shop);
  const pixels = { width: 10, height: 10, channels: 3, background: 'red' } as const;
  const { body, headers } = multipart(await sharp({ create: pixels }).jpeg().toBuffer());
  const uploaded = await shop.http.post(`/products/${productId}/media`, body, { token, headers });
  return {
    path: `/products/${productId}/media/${uploaded.body.id}`,
    same: { position: 0 },
    other: { alt: 'A mug from behind' },
  };
}

async function theItem(): Promise<Thing> {
  const { variantId } = await aVariant(shop);
  const id = await aCart(shop, { items: [{ variantId, quantity: 2 }] });
  const { items } = (await shop.http.get(`/carts/${id}`)).body;
  return { path: `/carts/${id}/items/${items[0].id}`, same: { quantity: 2 }, other: { quantity: 3 } };
}

async function theCart(): Promise<Thing> {
  const shippingMethodId = await aShippingMethod(shop);
  const id = await aCart(shop, { email: 'mara@example.com', address: ADDRESSES.US, shippingMethodId });
  return { path: `/carts/${id}`, other: { email: 'another@example.com' } };
}

async function theVariant(): Promise<Thing> {
  const { variantId } = await aVariant(shop);
  return { path: `/variants/${variantId}`, other: { prices: [usd(1_300)] } };
}

/** Things that take more than the document's example to make. A route that is not here is of a thing that its list makes. */
const THINGS: Readonly<Record<string, () => Promise<Thing>>> = {
  '/products/{id}': theProduct,
  '/products/{id}/media/{mediaId}': theImage,
  '/variants/{id}': theVariant,
  '/inventory/levels/{variantId}': async () => ({
    path: `/inventory/levels/${(await aVariant(shop)).variantId}`,
    other: { maxPerOrder: 7 },
  }),
  '/carts/{id}': theCart,
  '/carts/{id}/items/{itemId}': theItem,
  '/users/{id}': async () => ({
    path: `/users/${(await anAccount(shop)).id}`,
    other: { status: 'suspended' },
  }),
};

const bodyOf = (path: string, method: string) =>
  paths[path]?.[method]?.requestBody?.content['application/json'];

/** Makes a thing as the document's example says, and changes its name. */
async function made(template: string): Promise<Thing> {
  const list = template.slice(0, template.lastIndexOf('/'));
  const { status, body } = await shop.http.post(list, bodyOf(list, 'post')?.example, {
    token,
    idempotencyKey: aKey(),
  });
  expect([template, status]).toEqual([template, 201]);
  return { path: `${list}/${body.id}`, other: { name: 'Another name' } };
}

/** The part of an answer's value that a request of this schema may hold; undefined when there is none. */
function writable(value: unknown, raw: Schema): unknown {
  const schema = resolved(raw, schemas);
  if (Array.isArray(value)) return value.map((one) => writable(one, schema.items ?? {}));
  if (typeof value !== 'object' || value === null || !schema.properties) return value;
  const told = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(schema.properties)
      .filter(
        ([name, part]) => told[name] !== undefined && (part.enum?.includes(told[name] as never) ?? true),
      )
      .map(([name, part]) => [name, writable(told[name], part)]),
  );
}

/** Bodies that say what is so already: all of it, which the shop takes, each field alone, and nothing. */
function sameBodies(template: string, { same = {} }: Thing, told: object): object[] {
  const schema = bodyOf(template, 'patch')!.schema;
  const all = { ...(writable(told, schema) as object), ...same };
  return [all, ...Object.entries(all).map(([name, value]) => ({ [name]: value })), {}];
}

/** The thing and all that it is part of, as GET says. */
async function readings(template: string, path: string): Promise<unknown[]> {
  const [names, parts] = [template.split('/'), path.split('/')];
  const read = names.map((_, index) => index + 1).filter((end) => isRead(names.slice(0, end).join('/')));
  return Promise.all(
    read.map(async (end) => {
      const { status, body, headers } = await shop.http.get(parts.slice(0, end).join('/'), { token });
      return [status, body, headers['etag']];
    }),
  );
}

const isRead = (path: string): boolean =>
  path.endsWith('}') && [path, path.replace('{id}', '{idOrSlug}')].some((one) => paths[one]?.['get']);

describe('A change that changes nothing', () => {
  it('leaves everything and its version alone, by every PATCH of the document', async () => {
    const templates = Object.keys(paths).filter((path) => paths[path]!['patch']);
    expect(templates.length).toBeGreaterThanOrEqual(Object.keys(THINGS).length);
    const changed: string[] = [];
    for (const template of templates) {
      const thing = await (THINGS[template]?.() ?? made(template));
      const before = await readings(template, thing.path);
      expect([template, before.length]).not.toEqual([template, 0]);
      const told = Object.assign({}, ...(before as [number, object][]).map(([, body]) => body)) as object;

      for (const [index, body] of sameBodies(template, thing, told).entries()) {
        const { status, text } = await patch(thing.path, body);
        if (index === 0) expect([template, status, text]).toEqual([template, 200, text]);
        const after = await readings(template, thing.path);
        if (JSON.stringify(after) !== JSON.stringify(before))
          changed.push(`${template} ${JSON.stringify(body)}`);
        before.splice(0, Infinity, ...after);
      }

      expect([template, (await patch(thing.path, thing.other)).status]).toEqual([template, 200]);
      expect(await readings(template, thing.path)).not.toEqual(before);
    }
    expect(changed).toEqual([]);
  });
});
