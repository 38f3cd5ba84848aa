import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ProductViews } from '../../src/catalog/products/product-views.js';
import { uuidv7 } from '../../src/common/database/ids.js';
import { ApiDocument } from '../../src/common/openapi/api-document.js';
import { NotFound } from '../../src/common/errors/errors.js';
import { aCustomer, aStaff } from '../support/builders/accounts.js';
import { aCategory } from '../support/builders/categories.js';
import { aKey } from '../support/builders/orders.js';
import { aProduct } from '../support/builders/products.js';
import { openShop, type TestShop } from '../support/shop.js';
import { expectStaffAlone } from '../support/staff-alone.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const eur = (amount: number) => ({ amount, currency: 'EUR' });
const oneVariant = [{ prices: [usd(1999)] }];

let shop: TestShop;
let token: string;

beforeAll(async () => {
  shop = await openShop();
  ({ token } = await aStaff(shop));
});
afterEach(() => shop.doctor());
afterAll(() => shop.close());

const create = (body: object, idempotencyKey = aKey()) =>
  shop.http.post('/products', { variants: oneVariant, ...body }, { token, idempotencyKey });
const patch = (id: string, body: object, headers: Record<string, string> = {}) =>
  shop.http.patch(`/products/${id}`, body, { token, headers });
const page = (idOrSlug: string, query = '') => shop.http.get(`/products/${idOrSlug}${query}`);
const staffPage = (idOrSlug: string) => shop.http.get(`/products/${idOrSlug}`, { token });

describe('making a product', () => {
  it('works as the document has it, but for the categories, which are another shop’s', async () => {
    const operation = shop.get(ApiDocument).content!.paths['/api/v1/products']!.post!;
    const { content } = operation.requestBody as { content: Record<string, { example: object }> };
    const { example } = content['application/json']!;
    const made = await shop.http.post(
      '/products',
      { ...example, slug: 'as-documented', categoryIds: [] },
      { token, idempotencyKey: aKey() },
    );
    expect([made.status, made.body.errors]).toEqual([201, undefined]);
  });

  it('is answered as it was when it is repeated, whatever its options are called', async () => {
    const product = {
      title: 'Marked',
      options: [{ name: '$derived', values: ['ab'] }],
      variants: [{ prices: [usd(1999)], options: { $derived: 'ab' } }],
    };
    const first = await create(product, 'marked');
    const again = await create(product, 'marked');
    expect(first.body.variants[0].options).toEqual({ $derived: 'ab' });
    expect([again.headers['idempotency-replayed'], again.text]).toEqual(['true', first.text]);
  });

  it('answers with the whole product, which then is shown and listed', async () => {
    const shirts = await aCategory(shop, { name: 'Harbor shirts' });
    const made = await create({
      title: 'Harbor T-shirt',
      description: 'Heavy cotton.\nCut straight.',
      categoryIds: [shirts.id],
      options: [
        { name: 'Color', values: ['Blue', 'Red'] },
        { name: 'Size', values: ['M', 'L'] },
      ],
      media: [
        { url: 'https://images.example.com/front.jpg', alt: 'From the front' },
        { url: '/media/back.jpg' },
      ],
      variants: [
        {
          sku: 'HARBOR-1',
          options: { Size: 'M', Color: 'Blue' },
          prices: [usd(1999), eur(1899)],
          compareAtPrices: [usd(2499)],
          onHand: 3,
        },
        { options: { Color: 'Red', Size: 'L' }, prices: [usd(1799)] },
      ],
    });

    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      slug: 'harbor-t-shirt',
      title: 'Harbor T-shirt',
      description: 'Heavy cotton.\nCut straight.',
      status: 'active',
      categories: [{ id: shirts.id, slug: shirts.slug, name: 'Harbor shirts' }],
      options: [
        { name: 'Color', values: ['Blue', 'Red'] },
        { name: 'Size', values: ['M', 'L'] },
      ],
      media: [
        { url: 'https://images.example.com/front.jpg', alt: 'From the front' },
        { url: '/media/back.jpg', alt: '' },
      ],
      version: 1,
    });
    expect(made.body.variants).toMatchObject([
      {
        sku: 'HARBOR-1',
        title: 'Blue / M',
        options: { Color: 'Blue', Size: 'M' },
        price: usd(1999),
        compareAtPrice: usd(2499),
        available: true,
        productId: made.body.id,
        prices: [eur(1899), usd(1999)],
        compareAtPrices: [usd(2499)],
        version: 1,
      },
      {
        sku: 'HARBOR-T-SHIRT-RED-L',
        title: 'Red / L',
        price: usd(1799),
        compareAtPrice: null,
        available: false,
      },
    ]);

    const { body: list } = await shop.http.get(`/products?category=${shirts.slug}`);
    expect(list.items).toEqual([
      {
        id: made.body.id,
        slug: 'harbor-t-shirt',
        title: 'Harbor T-shirt',
        priceFrom: usd(1799),
        compareAtPrice: null,
        available: true,
        thumbnail: { url: 'https://images.example.com/front.jpg', alt: 'From the front' },
      },
    ]);
  });

  it('shows the public what it needs, and staff more', async () => {
    const { productId } = await aProduct(shop);
    const [shopper, staff] = [await page(productId), await staffPage(productId)];
    const keys = (answer: typeof shopper) => Object.keys(answer.body.variants[0]);

    expect(keys(shopper)).toEqual(['id', 'sku', 'title', 'options', 'price', 'compareAtPrice', 'available']);
    const more = ['productId', 'prices', 'compareAtPrices', 'salePrices', 'version'];
    expect(keys(staff)).toEqual([...keys(shopper), ...more]);
    const customer = await aCustomer(shop);
    const theirs = await shop.http.get(`/products/${productId}`, { token: customer.token });
    expect(theirs.text).toBe(shopper.text);
  });

  it('registers its variants with inventory', async () => {
    const { variants } = await aProduct(shop, {
      variants: [{ sku: 'STOCKED-1', prices: [usd(100)], onHand: 7 }],
    });
    const level = await shop.http.get(`/inventory/levels/${variants[0]!.variantId}`, { token });
    expect(level.body).toMatchObject({ sku: 'STOCKED-1', onHand: 7, available: 7 });
  });

  it('makes slugs that can be read, and numbers those that are taken', async () => {
    const slugs = [];
    for (let count = 0; count < 3; count += 1) slugs.push((await create({ title: 'Café Größe!' })).body.slug);
    expect(slugs).toEqual(['cafe-grosse', 'cafe-grosse-2', 'cafe-grosse-3']);
    expect((await create({ title: '靴下' })).body.slug).toBe('product');
    const idLike = await create({ title: uuidv7() });
    expect(idLike.body.slug).toMatch(/^product-/);
    expect((await create({ title: 'x'.repeat(200) })).body.slug).toHaveLength(110);
  });

  it('makes another slug and SKU for each of twenty twins at once', async () => {
    const twins = await Promise.all(Array.from({ length: 20 }, () => create({ title: 'Twin socks' })));
    expect(twins.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
    expect(new Set(twins.map(({ body }) => body.slug)).size).toBe(20);
    expect(new Set(twins.map(({ body }) => body.variants[0].sku)).size).toBe(20);
  });

  it('lets one of twenty have a slug or SKU that all ask for at once', async () => {
    for (const [wish, code] of [
      [{ slug: 'wanted-slug' }, 'slug_taken'],
      [{ variants: [{ sku: 'WANTED-SKU', prices: [usd(1)] }] }, 'sku_taken'],
    ] as const) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => create({ title: 'Wanted', ...wish })),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ body }) => body.code === code)).toHaveLength(19);
    }
  });

  it('makes SKUs from slug and values, apart from those that are given', async () => {
    const made = await create({
      title: 'Deck shoe',
      options: [{ name: 'Color', values: ['Blue', 'blue', '青'] }],
      variants: [
        { options: { Color: 'Blue' }, prices: [usd(1)] },
        { options: { Color: 'blue' }, prices: [usd(1)] },
        { options: { Color: '青' }, prices: [usd(1)], sku: 'DECK-SHOE-BLUE' },
      ],
    });
    expect(made.body.variants.map(({ sku }: { sku: string }) => sku).sort()).toEqual([
      'DECK-SHOE-BLUE',
      'DECK-SHOE-BLUE-2',
      'DECK-SHOE-BLUE-3',
    ]);
  });

  it('acts once for one Idempotency-Key', async () => {
    const [first, second] = [
      await create({ title: 'Once' }, 'once'),
      await create({ title: 'Once' }, 'once'),
    ];
    expect(second.text).toBe(first.text);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect((await create({ title: 'Twice' }, 'once')).status).toBe(422);
  });

  it('does nothing by half', async () => {
    const count = async () => (await shop.sql('SELECT count(*) FROM products'))[0].count as number;
    const before = await count();
    const refused = await create({ title: 'Half', categoryIds: [uuidv7()] });
    expect([refused.status, refused.body.code]).toEqual([422, 'category_not_found']);
    expect(await count()).toBe(before);
    expect((await page('half')).status).toBe(404);
  });

  it('keeps text as it was written', async () => {
    const title = `' OR 1=1;-- <script>{{7*7}}</script> $1 \\ % _ 🧦\u202e`;
    const { body } = await create({ title, description: `${title}\n\t${title}` });
    expect((await page(body.slug)).body).toMatchObject({ title, description: `${title}\n\t${title}` });
  });

  it('refuses an option named like what every object inherits', async () => {
    const { status, body } = await create({
      title: 'Odd option',
      options: [{ name: 'toString', values: ['x'] }],
      variants: [{ options: { toString: 'x' }, prices: [usd(1)] }],
    });
    expect([status, body.code]).toEqual([400, 'malformed_body']);
  });
});

describe('a variant that is taken off while it is read', () => {
  it('is not found, and no fault of the shop', async () => {
    const { body } = await create({ title: 'Short of a variant' });
    const read = shop.get(ProductViews).variantForStaff(body.id, uuidv7());
    await expect(read).rejects.toBeInstanceOf(NotFound);
  });
});

describe('what makes no product', () => {
  const many = <T>(count: number, entry: (index: number) => T) =>
    Array.from({ length: count }, (_, i) => entry(i));
  const color = { name: 'Color', values: ['Blue'] };

  it.each<[string, object]>([
    ['no title', { title: undefined }],
    ['an empty title', { title: '' }],
    ['a title of spaces', { title: '  ' }],
    ['a title of two lines', { title: 'a\nb' }],
    ['a title of 201 characters', { title: 'x'.repeat(201) }],
    ['a title that is a list', { title: ['x'] }],
    ['a null description', { description: null }],
    ['a description of 20,001 characters', { description: 'x'.repeat(20_001) }],
    ['a slug with spaces', { slug: 'a b' }],
    ['a slug of 121 characters', { slug: 'x'.repeat(121) }],
    ['a slug that looks like an id', { slug: uuidv7() }],
    ['an unknown status', { status: 'deleted' }],
    ['a null status', { status: null }],
    ['a category id that is none', { categoryIds: ['x'] }],
    ['a category twice', { categoryIds: many(2, () => '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90') }],
    ['51 categories', { categoryIds: many(51, () => uuidv7()) }],
    ['an option that would reach the prototype', { options: [{ name: 'constructor', values: ['x'] }] }],
    ['6 options', { options: many(6, (i) => ({ name: `O${i}`, values: ['x'] })) }],
    ['two options of one name', { options: [color, { ...color, name: 'color' }] }],
    ['an option without values', { options: [{ name: 'Color', values: [] }] }],
    ['an option of 101 values', { options: [{ name: 'Color', values: many(101, String) }] }],
    ['a value twice', { options: [{ name: 'Color', values: ['Blue', 'Blue'] }] }],
    ['an option name of 51 characters', { options: [{ name: 'x'.repeat(51), values: ['x'] }] }],
    ['an option value of 101 characters', { options: [{ name: 'x', values: ['x'.repeat(101)] }] }],
    ['options that are no list', { options: { Color: ['Blue'] } }],
    ['51 images', { media: many(51, () => ({ url: '/a.jpg' })) }],
    ['an image address of another kind', { media: [{ url: 'javascript:alert(1)' }] }],
    ['an image on a host without a scheme', { media: [{ url: '//evil.example/a.jpg' }] }],
    ['an image behind a password', { media: [{ url: 'https://user:secret@images.example/a.jpg' }] }],
    [
      'an image address with a quotation mark',
      { media: [{ url: 'https://images.example/a.jpg"onload="x' }] },
    ],
    ['an image path with a tag', { media: [{ url: '/a.jpg<script>' }] }],
    ['an image path with a control character', { media: [{ url: '/\u0001.jpg' }] }],
    ['an image in a file', { media: [{ url: 'file:///etc/passwd' }] }],
    ['an image address of 2,001 characters', { media: [{ url: `/${'x'.repeat(2000)}` }] }],
    ['no variants', { variants: [] }],
    ['variants that are null', { variants: null }],
    ['201 variants', { variants: many(201, () => oneVariant[0]) }],
    ['a list of lists of variants', { variants: [oneVariant] }],
    ['two variants alike', { variants: [...oneVariant, ...oneVariant] }],
    ['a variant without a value', { options: [color] }],
    [
      'a variant with an unknown value',
      { options: [color], variants: [{ options: { Color: 'Red' }, prices: [usd(1)] }] },
    ],
    ['a variant with an unknown option', { variants: [{ options: { Color: 'Blue' }, prices: [usd(1)] }] }],
    ['a variant with options in a list', { variants: [{ options: ['Blue'], prices: [usd(1)] }] }],
    [
      'a SKU twice',
      {
        options: [{ name: 'C', values: ['a', 'b'] }],
        variants: ['a', 'b'].map((C) => ({ sku: 'TWICE', options: { C }, prices: [usd(1)] })),
      },
    ],
    ['a SKU of 101 characters', { variants: [{ sku: 'x'.repeat(101), prices: [usd(1)] }] }],
    ['a SKU of two lines', { variants: [{ sku: 'a\nb', prices: [usd(1)] }] }],
    ['no price', { variants: [{ prices: [] }] }],
    ['prices that are missing', { variants: [{}] }],
    ['two prices in a currency', { variants: [{ prices: [usd(1), usd(2)] }] }],
    [
      '21 prices',
      {
        variants: [
          {
            prices: 'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD'
              .split(' ')
              .map((currency) => ({ amount: 1, currency })),
          },
        ],
      },
    ],
    ['a negative price', { variants: [{ prices: [usd(-1)] }] }],
    ['half a cent', { variants: [{ prices: [usd(0.5)] }] }],
    ['a price beyond the limit', { variants: [{ prices: [usd(1_000_000_000_001)] }] }],
    ['a price in words', { variants: [{ prices: [usd('1' as never)] }] }],
    ['a currency in small letters', { variants: [{ prices: [{ amount: 1, currency: 'usd' }] }] }],
    ['a currency that is none', { variants: [{ prices: [{ amount: 1, currency: 'XXY' }] }] }],
    ['a currency that was withdrawn', { variants: [{ prices: [{ amount: 1, currency: 'BGN' }] }] }],
    ['gold', { variants: [{ prices: [{ amount: 1, currency: 'XAU' }] }] }],
    ['a currency without a minor unit', { variants: [{ prices: [{ amount: 1, currency: 'XDR' }] }] }],
    [
      'a price to compare without one beside it',
      { variants: [{ prices: [usd(1)], compareAtPrices: [eur(2)] }] },
    ],
    ['less than no stock', { variants: [{ prices: [usd(1)], onHand: -1 }] }],
    ['more stock than can be counted', { variants: [{ prices: [usd(1)], onHand: 1_000_000_001 }] }],
    ['half a unit in stock', { variants: [{ prices: [usd(1)], onHand: 1.5 }] }],
  ])('is %s', async (_, fault) => {
    const refused = await create({ title: 'Fault', ...fault });
    expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
    expect(refused.body.errors.length).toBeGreaterThan(0);
    expect((await page('fault')).status).toBe(404);
  });

  it.each(['id', 'version', 'createdAt', 'updatedAt', 'price', 'available', 'isAdmin'])(
    'is one with the field %s',
    async (field) => {
      expect((await create({ title: 'Fault', [field]: 1 })).body.code).toBe('unknown_field');
      const inVariant = await create({ title: 'Fault', variants: [{ ...oneVariant[0], [field]: 1 }] });
      expect(inVariant.body).toMatchObject({
        code: 'unknown_field',
        errors: [{ path: `variants.0.${field}` }],
      });
    },
  );

  it('is not one at the limits themselves', async () => {
    const colors = many(100, (i) => `C${i}${'x'.repeat(97)}`.slice(0, 100));
    const made = await create({
      title: 'é'.repeat(200),
      description: '🧦'.repeat(20_000),
      slug: 'x'.repeat(120),
      categoryIds: (await Promise.all(many(50, () => aCategory(shop)))).map(({ id }) => id),
      options: [
        { name: 'n'.repeat(50), values: colors },
        ...many(3, (i) => ({ name: `O${i}`, values: ['v'.repeat(100)] })),
        { name: 'Half', values: ['left', 'right'] },
      ],
      media: many(50, () => ({ url: `/${'x'.repeat(1999)}`, alt: 'a'.repeat(300) })),
      variants: many(200, (i) => ({
        sku: `${i}${'s'.repeat(100)}`.slice(0, 100),
        options: {
          ['n'.repeat(50)]: colors[i % 100],
          O0: 'v'.repeat(100),
          O1: 'v'.repeat(100),
          O2: 'v'.repeat(100),
          Half: i < 100 ? 'left' : 'right',
        },
        prices: [usd(1_000_000_000_000)],
        onHand: 1_000_000_000,
      })),
    });
    expect(made.status).toBe(201);
    expect(made.body.variants).toHaveLength(200);
  });
});

describe('changing a product', () => {
  it('changes the given parts alone, and raises the version', async () => {
    const { productId, slug } = await aProduct(shop, { title: 'Before', description: 'Kept' });
    const changed = await patch(productId, { title: 'After' });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ title: 'After', description: 'Kept', slug, version: 2 });
    expect((await page(slug)).body).toMatchObject({ title: 'After', version: 2 });
  });

  it('replaces lists as a whole', async () => {
    const [first, second] = [await aCategory(shop), await aCategory(shop)];
    const { productId } = await aProduct(shop, {
      categoryIds: [first.id],
      media: [{ url: '/one.jpg' }, { url: '/two.jpg' }],
    });
    const changed = await patch(productId, {
      categoryIds: [second.id, first.id],
      media: [{ url: '/three.jpg' }],
    });
    expect(changed.body.categories.map(({ id }: { id: string }) => id)).toEqual([second.id, first.id]);
    expect(changed.body.media).toMatchObject([{ url: '/three.jpg', alt: '' }]);
    const emptied = await patch(productId, { categoryIds: [], media: [] });
    expect(emptied.body).toMatchObject({ categories: [], media: [] });
  });

  it('refuses what another change has made stale', async () => {
    const { productId } = await aProduct(shop);
    const { headers } = await page(productId);
    expect(headers['etag']).toMatch(/^"1-[\w-]{16}"$/);
    expect((await patch(productId, { title: 'First' }, { 'if-match': headers['etag']! })).status).toBe(200);

    const stale = await patch(productId, { title: 'Second' }, { 'if-match': headers['etag']! });
    expect([stale.status, stale.body.code]).toEqual([412, 'stale_version']);
    for (const tag of ['"x"', 'W/"nonsense"', '"99"']) {
      expect((await patch(productId, { title: 'Third' }, { 'if-match': tag })).status).toBe(412);
    }
    expect((await page(productId)).body.title).toBe('First');
  });

  it('tells what else is wrong before a foreign tag', async () => {
    const { productId } = await aProduct(shop);
    const foreign = { 'if-match': 'W/"other"' };
    expect((await patch(productId, { title: '' }, foreign)).status).toBe(400);
    expect((await patch(randomUUID(), { title: 'Any' }, foreign)).status).toBe(404);
    expect((await shop.http.delete('/products/no-id', { token, headers: foreign })).status).toBe(404);
  });

  it('loses none of ten parallel changes of different parts', async () => {
    const { productId } = await aProduct(shop);
    const changes = [
      { title: 'Parallel' },
      { description: 'Parallel' },
      { status: 'active' },
      { media: [{ url: '/parallel.jpg' }] },
      { slug: 'parallel' },
    ];
    const answers = await Promise.all([...changes, ...changes].map((change) => patch(productId, change)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect((await page(productId)).body).toMatchObject({
      title: 'Parallel',
      description: 'Parallel',
      slug: 'parallel',
      media: [{ url: '/parallel.jpg', alt: '' }],
      // Four that changed something: who comes second finds it done, and an active product is active.
      version: 5,
    });
  });

  it('lets one of ten have the version that all have read', async () => {
    const { productId } = await aProduct(shop);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        patch(productId, { title: `T${index}` }, { 'if-match': '"1"' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(9);
  });

  it('carries the values of variants over when options change', async () => {
    const { productId } = await aProduct(shop, {
      options: [{ name: 'Color', values: ['Blue', 'Red'] }],
      variants: ['Blue', 'Red'].map((Color) => ({ options: { Color }, prices: [usd(1)] })),
    });
    const changed = await patch(productId, {
      options: [
        { name: 'Colour', values: ['Red', 'Blue'] },
        { name: 'Size', values: ['M', 'L'] },
      ],
    });
    expect(changed.body.variants).toMatchObject([
      { title: 'Blue / M', options: { Colour: 'Blue', Size: 'M' }, version: 2 },
      { title: 'Red / M', options: { Colour: 'Red', Size: 'M' }, version: 2 },
    ]);
  });

  it('keeps option values that variants have, and variants apart', async () => {
    const { productId, variants } = await aProduct(shop, {
      options: [{ name: 'Color', values: ['Blue', 'Red'] }],
      variants: ['Blue', 'Red'].map((Color) => ({ options: { Color }, prices: [usd(1)] })),
    });
    const inUse = await patch(productId, { options: [{ name: 'Color', values: ['Red'] }] });
    expect(inUse.body).toMatchObject({ code: 'option_value_in_use', skus: [variants[0]!.sku] });
    const alike = await patch(productId, { options: [] });
    expect([alike.status, alike.body.code]).toEqual([409, 'variant_exists']);
    expect((await page(productId)).body).toMatchObject({
      version: 1,
      options: [{ values: ['Blue', 'Red'] }],
    });
  });

  it('refuses a slug of another product', async () => {
    const [first, second] = [await aProduct(shop), await aProduct(shop)];
    const refused = await patch(second.productId, { slug: first.slug });
    expect([refused.status, refused.body.code]).toEqual([409, 'slug_taken']);
  });

  it.each<object>([
    { title: null },
    { description: null },
    { slug: null },
    { status: null },
    { options: null },
    { media: null },
    { categoryIds: null },
    { variants: [] },
    { version: 9 },
  ])('refuses %j', async (fault) => {
    const { productId } = await aProduct(shop);
    expect((await patch(productId, fault)).status).toBe(400);
    expect((await page(productId)).body.version).toBe(1);
  });

  it('is 404 for an unknown product', async () => {
    for (const id of [uuidv7(), 'x', 'undefined']) {
      expect((await patch(id, { title: 'x' })).status).toBe(404);
      expect((await shop.http.delete(`/products/${id}`, { token })).status).toBe(404);
      expect((await page(id)).status).toBe(404);
    }
  });
});

describe('drafts and archived products', () => {
  it.each(['draft', 'archived'] as const)('that are %s exist for staff alone', async (status) => {
    const { productId, slug } = await aProduct(shop, { title: `Hidden ${status}`, status });
    const customer = await aCustomer(shop);
    for (const idOrSlug of [productId, slug]) {
      expect((await page(idOrSlug)).status).toBe(404);
      expect((await shop.http.get(`/products/${idOrSlug}`, { token: customer.token })).status).toBe(404);
      expect((await staffPage(idOrSlug)).body.status).toBe(status);
    }

    expect((await shop.http.get(`/products?q=hidden`)).body.items).toEqual([]);
    const { body } = await shop.http.get(`/products?status=${status}&q=hidden`, { token });
    expect(body.items).toMatchObject([{ slug }]);
    expect((await shop.http.get(`/products?status=${status}`)).status).toBe(401);
    const forbidden = await shop.http.get(`/products?status=${status}`, { token: customer.token });
    expect([forbidden.status, forbidden.body.code]).toEqual([403, 'forbidden']);
  });

  it('come of DELETE, and can come back', async () => {
    const { productId, slug } = await aProduct(shop);
    expect((await shop.http.delete(`/products/${productId}`, { token })).status).toBe(204);
    expect((await page(slug)).status).toBe(404);
    expect((await staffPage(slug)).body).toMatchObject({ status: 'archived', version: 2 });

    const stale = await shop.http.delete(`/products/${productId}`, { token, headers: { 'if-match': '"1"' } });
    expect(stale.status).toBe(412);
    await patch(productId, { status: 'active' });
    expect((await page(slug)).status).toBe(200);
  });
});

describe('other currencies', () => {
  it('show the prices that there are, and no variant without one', async () => {
    const { productId, slug } = await aProduct(shop, {
      title: 'Two currencies',
      options: [{ name: 'Size', values: ['M', 'L'] }],
      variants: [
        { options: { Size: 'M' }, prices: [usd(1000), eur(900)] },
        { options: { Size: 'L' }, prices: [usd(800)] },
      ],
    });
    const { body } = await page(productId, '?currency=EUR');
    expect(body.variants).toMatchObject([{ title: 'M', price: eur(900) }]);

    const staff = await shop.http.get(`/products/${slug}?currency=EUR`, { token });
    expect(staff.body.variants).toMatchObject([{ price: eur(900) }, { price: null, prices: [usd(800)] }]);

    const list = await shop.http.get('/products?q=two+currencies&currency=EUR');
    expect(list.body.items).toMatchObject([{ slug, priceFrom: eur(900) }]);
    expect((await shop.http.get('/products?q=two+currencies&currency=JPY')).body.items).toEqual([]);
  });

  it('fall back to the shop’s on the page of a product that has no price in them', async () => {
    const { productId, variants } = await aProduct(shop, {
      title: 'One currency',
      options: [{ name: 'Size', values: ['M', 'L'] }],
      variants: [
        { options: { Size: 'M' }, prices: [usd(1000)] },
        { options: { Size: 'L' }, prices: [usd(800)] },
      ],
    });
    const inYen = async (as?: string) =>
      (await shop.http.get(`/products/${productId}?currency=JPY`, as ? { token: as } : {})).body.variants;
    const shown = [{ price: usd(1000) }, { price: usd(800) }];
    expect([await inYen(), await inYen(token)]).toMatchObject([shown, shown]);

    // Once it has one, the page is in that currency alone: what it shows, one cart can take.
    const priced = { prices: [usd(1000), { amount: 150_000, currency: 'JPY' }] };
    await shop.http.patch(`/variants/${variants[0]!.variantId}`, priced, { token });
    expect(await inYen()).toMatchObject([{ price: { amount: 150_000, currency: 'JPY' } }]);
    expect(await inYen(token)).toMatchObject([{ price: { amount: 150_000 } }, { price: null }]);
  });

  it('are not fallen back from where the shop’s are those that lack', async () => {
    const { productId } = await aProduct(shop, { variants: [{ prices: [eur(900)] }] });
    expect((await page(productId, '?currency=EUR')).body.variants).toMatchObject([{ price: eur(900) }]);
    expect((await page(productId)).body.variants).toEqual([]);
    expect((await page(productId, '?currency=JPY')).body.variants).toEqual([]);
  });

  it.each(['usd', 'XXX', 'US', 'USD%27--', 'USD&currency=EUR'])('refuse ?currency=%s', async (currency) => {
    const { productId } = await aProduct(shop);
    expect((await page(productId, `?currency=${currency}`)).status).toBe(400);
  });
});

describe('a product page', () => {
  it('is one statement, however large the product; two where its currency is another than asked for', async () => {
    const { slug } = await aProduct(shop, {
      options: [{ name: 'Size', values: Array.from({ length: 50 }, (_, i) => String(i)) }],
      variants: Array.from({ length: 50 }, (_, i) => ({ options: { Size: String(i) }, prices: [usd(i)] })),
    });
    expect(await shop.statementsOf(() => page(slug))).toHaveLength(1);
    expect(await shop.statementsOf(() => page(slug))).toHaveLength(0);
    expect(await shop.statementsOf(() => page(slug, '?currency=EUR'))).toHaveLength(2);
  });

  it('is answered 304 to whoever holds it', async () => {
    const { slug } = await aProduct(shop);
    const { headers } = await page(slug);
    const again = await shop.http.get(`/products/${slug}`, {
      headers: { 'if-none-match': headers['etag']! },
    });
    expect([again.status, again.text]).toEqual([304, '']);
  });
});

describe('the staff routes', () => {
  it('are closed to everyone else', async () => {
    const { productId } = await aProduct(shop);
    await expectStaffAlone(shop, (as) => [
      shop.http.post('/products', { title: 'x', variants: oneVariant }, as),
      shop.http.patch(`/products/${productId}`, { title: 'x' }, as),
      shop.http.delete(`/products/${productId}`, as),
    ]);
    expect((await page(productId)).body.version).toBe(1);
  });
});
