import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ProductInput, ProductsService } from '../../src/catalog/products/products.service.js';
import { LIMITS } from '../../src/catalog/limits.js';
import type { OptionChoices } from '../../src/catalog/dto/list-products.query.js';
import { listingsParameters } from '../../src/catalog/search/listings-filter.js';
import { LISTS } from '../../src/catalog/search/product-lists.sql.js';
import { MAX_RANKED } from '../../src/catalog/search/product-search.sql.js';
import { uuidv7 } from '../../src/common/database/ids.js';
import { aStaff } from '../support/builders/accounts.js';
import { aCategory } from '../support/builders/categories.js';
import { aProduct } from '../support/builders/products.js';
import { openShop, type TestShop } from '../support/shop.js';

const SORTS = ['newest', 'price', '-price', 'title', 'relevance'];

const usd = (amount: number) => ({ amount, currency: 'USD' });
const sized = (...sizes: readonly (readonly [size: string, amount: number, onHand: number])[]) => ({
  options: [{ name: 'Size', values: sizes.map(([size]) => size) }],
  variants: sizes.map(([Size, amount, onHand]) => ({ options: { Size }, prices: [usd(amount)], onHand })),
});
const costing = (amount: number, onHand = 1): Partial<ProductInput> => ({
  variants: [{ prices: [usd(amount)], onHand }],
});

/** Variants as `Blue M`, each with so many units. */
const tee = (
  title: string,
  variants: readonly (readonly [color: string, size: string, onHand: number])[],
): Partial<ProductInput> => ({
  title,
  options: [
    { name: 'Color', values: ['Blue', 'Red', 'Green'] },
    { name: 'Size', values: ['M', 'L'] },
  ],
  variants: variants.map(([Color, Size, onHand]) => ({
    options: { Color, Size },
    prices: [usd(1)],
    onHand,
  })),
});
/** A name and so many values of it, as they stand in a query. */
const several = (name: string, count: number, value: (at: number) => string = (at) => `v${at}`): string =>
  Array.from({ length: count }, (_, at) => `${name}=${value(at)}`).join('&');

let shop: TestShop;

beforeAll(async () => {
  shop = await openShop({ worker: false });
});
afterEach(() => shop.doctor());
afterAll(() => shop.close());

const list = (query: string) => shop.http.get(`/products?${query}`);
const titles = async (query: string): Promise<string[]> => {
  const answer = await list(query);
  expect([answer.status, answer.body?.detail]).toEqual([200, undefined]);
  return answer.body.items.map(({ title }: { title: string }) => title);
};

/** Every title of a list, read page by page. */
async function walk(query: string, limit: number): Promise<string[]> {
  const all: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { body }: { body: { items: { title: string }[]; nextCursor: string | null } } = await list(
      `${query}&limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    expect(body.items.length).toBeGreaterThan(0);
    expect(body.items.length).toBeLessThanOrEqual(limit);
    all.push(...body.items.map(({ title }) => title));
    cursor = body.nextCursor;
  }
  return all;
}

/** A category that holds the products of one test alone. */
async function aShelf(products: readonly Partial<ProductInput>[]): Promise<string> {
  const { id, slug } = await aCategory(shop);
  for (const product of products) await aProduct(shop, { ...product, categoryIds: [id] });
  return `category=${slug}`;
}

describe('the order of the list', () => {
  it('is the newest first, unless another one is asked for', async () => {
    const shelf = await aShelf(['a', 'b', 'c'].map((title) => ({ title })));
    expect(await titles(shelf)).toEqual(['c', 'b', 'a']);
    expect(await titles(`${shelf}&sort=newest`)).toEqual(['c', 'b', 'a']);
    expect(await titles(`${shelf}&sort=relevance`)).toEqual(['c', 'b', 'a']);
  });

  it('is by the lowest price, up and down', async () => {
    const shelf = await aShelf([
      { title: 'ten', ...sized(['M', 1000, 1], ['L', 3000, 1]) },
      { title: 'five', ...costing(500) },
      { title: 'twenty', ...costing(2000) },
    ]);
    expect(await titles(`${shelf}&sort=price`)).toEqual(['five', 'ten', 'twenty']);
    expect(await titles(`${shelf}&sort=-price`)).toEqual(['twenty', 'ten', 'five']);
  });

  it('is by title as people sort', async () => {
    const shelf = await aShelf(
      ['Zebra', 'apple', 'Äpfel', 'Banane', 'eclair', 'Éclair'].map((title) => ({ title })),
    );
    expect(await titles(`${shelf}&sort=title`)).toEqual([
      'Äpfel',
      'apple',
      'Banane',
      'eclair',
      'Éclair',
      'Zebra',
    ]);
  });

  it.each(SORTS)('by %s shows each product once, page by page, twins among them', async (sort) => {
    const names = Array.from({ length: 23 }, (_, i) => `Page ${sort} ${String(i % 7)}`);
    const shelf = await aShelf(names.map((title, i) => ({ title, ...costing(100 * (i % 5)) })));
    for (const query of [shelf, `${shelf}&q=page`]) {
      const whole = await titles(`${query}&sort=${sort}&limit=100`);
      expect(whole).toHaveLength(23);
      for (const limit of [1, 5, 22, 23]) expect(await walk(`${query}&sort=${sort}`, limit)).toEqual(whole);
    }
  });

  it('stays right while products come and go between pages', async () => {
    const shelf = await aShelf(['a', 'c', 'e', 'g'].map((title) => ({ title })));
    const { body } = await list(`${shelf}&sort=title&limit=2`);
    const [category] = await shop.sql('SELECT id FROM categories WHERE slug = $1', [
      shelf.slice('category='.length),
    ]);
    for (const title of ['b', 'f']) await aProduct(shop, { title, categoryIds: [category.id] });
    expect(await titles(`${shelf}&sort=title&limit=9&cursor=${body.nextCursor}`)).toEqual(['e', 'f', 'g']);
  });

  it.each(SORTS)('by %s refuses a cursor of any other list', async (sort) => {
    const shelf = await aShelf(['a', 'b'].map((title) => ({ title })));
    const elsewhere = await aCategory(shop);
    const { body } = await list(`${shelf}&sort=${sort}&limit=1`);
    const cursor = body.nextCursor as string;
    const others = [
      ...SORTS.filter((other) => other !== sort && !(isNewest(other) && isNewest(sort))).map((other) => [
        other,
        cursor,
      ]),
      [`${sort}&currency=EUR`, cursor],
      [`${sort}&inStock=true`, cursor],
      [`${sort}&option.Size=M`, cursor],
      [`${sort}&category=${elsewhere.slug}`, cursor],
      [sort, cursor.slice(0, -2)],
      [sort, `${cursor.slice(0, 20)}AAAA${cursor.slice(24)}`],
      [sort, 'x'.repeat(1001)],
      [sort, ''],
    ];
    for (const [other, forged] of others) {
      const refused = await list(`${shelf}&sort=${other}&limit=1&cursor=${forged}`);
      expect([refused.status, refused.body.code]).toEqual([
        400,
        forged === '' || forged === 'x'.repeat(1001) ? 'validation_failed' : 'invalid_cursor',
      ]);
    }
  });
});

/** Without words to find, relevance is the same list. */
const isNewest = (sort: string): boolean => sort === 'newest' || sort === 'relevance';

describe('the filters of the list', () => {
  it('find products of a category and of all below it', async () => {
    const top = await aCategory(shop);
    const middle = await aCategory(shop, { parentId: top.id });
    const leaf = await aCategory(shop, { parentId: middle.id });
    await aProduct(shop, { title: 'in leaf', categoryIds: [leaf.id] });
    await aProduct(shop, { title: 'in both', categoryIds: [middle.id, leaf.id] });
    await aProduct(shop, { title: 'in top', categoryIds: [top.id] });

    expect(await titles(`category=${top.slug}&sort=title`)).toEqual(['in both', 'in leaf', 'in top']);
    expect(await titles(`category=${middle.slug}&sort=title`)).toEqual(['in both', 'in leaf']);
    expect(await titles(`category=${leaf.slug}&sort=title`)).toEqual(['in both', 'in leaf']);
    expect(await titles('category=no-such-category')).toEqual([]);
  });

  it('find products of any of several categories, each once', async () => {
    const [top, other, empty] = [await aCategory(shop), await aCategory(shop), await aCategory(shop)];
    const leaf = await aCategory(shop, { parentId: top.id });
    await aProduct(shop, { title: 'in leaf', categoryIds: [leaf.id] });
    await aProduct(shop, { title: 'in other', categoryIds: [other.id] });
    await aProduct(shop, { title: 'in all', categoryIds: [top.id, other.id, leaf.id] });
    const found = (...slugs: string[]) =>
      titles(`sort=title&${slugs.map((slug) => `category=${slug}`).join('&')}`);

    expect(await found(top.slug, other.slug)).toEqual(['in all', 'in leaf', 'in other']);
    expect(await found(leaf.slug, top.slug)).toEqual(['in all', 'in leaf']);
    expect(await found(other.slug, empty.slug)).toEqual(['in all', 'in other']);
    expect(await found(other.slug, 'no-such-category', other.slug)).toEqual(['in all', 'in other']);
    expect(await found('no-such-category', 'nor-such-a-one')).toEqual([]);
    expect(await found(empty.slug)).toEqual([]);
    const most = several('category', LIMITS.filterCategories - 1);
    expect(await titles(`${most}&category=${leaf.slug}&sort=title`)).toEqual(['in all', 'in leaf']);
  });

  it('find prices between two bounds, both among them', async () => {
    const shelf = await aShelf(
      [100, 200, 300].map((amount) => ({ title: String(amount), ...costing(amount) })),
    );
    expect(await titles(`${shelf}&sort=price&minPrice=200`)).toEqual(['200', '300']);
    expect(await titles(`${shelf}&sort=price&maxPrice=200`)).toEqual(['100', '200']);
    expect(await titles(`${shelf}&minPrice=200&maxPrice=200`)).toEqual(['200']);
    expect(await titles(`${shelf}&minPrice=300&maxPrice=100`)).toEqual([]);
  });

  it('find what can be bought now, and what cannot', async () => {
    const shelf = await aShelf([
      { title: 'here', ...costing(100, 1) },
      { title: 'gone', ...costing(100, 0) },
      { title: 'one size left', ...sized(['M', 100, 0], ['L', 100, 2]) },
    ]);
    expect(await titles(`${shelf}&inStock=true&sort=title`)).toEqual(['here', 'one size left']);
    expect(await titles(`${shelf}&inStock=false`)).toEqual(['gone']);
  });

  it('find a variant that has all the values, in stock where that is asked for', async () => {
    const shelf = await aShelf([
      tee('blue M', [
        ['Blue', 'M', 0],
        ['Red', 'L', 1],
      ]),
      tee('blue L', [['Blue', 'L', 1]]),
      tee('red M', [['Red', 'M', 1]]),
    ]);
    expect(await titles(`${shelf}&option.Color=Blue&sort=title`)).toEqual(['blue L', 'blue M']);
    expect(await titles(`${shelf}&option.Color=Blue&option.Size=M`)).toEqual(['blue M']);
    expect(await titles(`${shelf}&option[Color]=Blue&option%5BSize%5D=M`)).toEqual(['blue M']);
    expect(await titles(`${shelf}&q=&option[Color]=Blue&sort=title`)).toEqual(['blue L', 'blue M']);
    expect(await titles(`${shelf}&q=%20%20&option[Color]=Blue&sort=title`)).toEqual(['blue L', 'blue M']);
    expect(await titles(`${shelf}&option.Color=Blue&option.Size=M&inStock=true`)).toEqual([]);
    expect(await titles(`${shelf}&option.Color=Blue&inStock=true`)).toEqual(['blue L']);
    expect(await titles(`${shelf}&option.Color=blue`)).toEqual([]);
    expect(await titles(`${shelf}&option.Colour=Blue`)).toEqual([]);
  });

  it('find a variant that has one of the values of each option, whatever the order', async () => {
    const shelf = await aShelf([
      tee('tee blue M', [['Blue', 'M', 1]]),
      tee('tee red M', [['Red', 'M', 0], ['Green', 'L', 1]]), // prettier-ignore
      tee('tee red L, green M', [['Red', 'L', 1], ['Green', 'M', 1]]), // prettier-ignore
      tee('tee green L', [['Green', 'L', 1]]),
    ]);
    for (const order of [...SORTS.map((sort) => `sort=${sort}`), 'q=tee', 'q=tee&sort=price']) {
      const found = async (query: string) => (await titles(`${shelf}&${order}&${query}`)).toSorted();
      const blueOrRed = 'option.Color=Blue&option.Color=Red';
      expect(await found(blueOrRed)).toEqual(['tee blue M', 'tee red L, green M', 'tee red M']);
      expect(await found(`option.Size=M&${blueOrRed}`)).toEqual(['tee blue M', 'tee red M']);
      expect(await found(`${blueOrRed}&option.Size=M&inStock=true`)).toEqual(['tee blue M']);
      expect(await found(`${blueOrRed}&option.Size=M&option.Size=L`)).toHaveLength(3);
      expect(await found(`${blueOrRed}&option.Size=S`)).toEqual([]);
      expect(await found('option.Color=Pink&option.Color=Blue&option.Color=Blue')).toEqual(['tee blue M']);
      expect(await found('option.Color=Blue&option.Color=Blue')).toEqual(['tee blue M']);
    }
  });

  it('tell values apart from names, quotes and signs', async () => {
    const odd = ['a"b', "it's", '\\', '$', '{1,2}', 'NULL', 'a=b', 'x || true', '大', '%', '{', ','];
    const shelf = await aShelf(
      odd.map((value) => ({
        title: value,
        options: [{ name: `Of ${value}`, values: [value, 'none'] }],
        variants: [{ options: { [`Of ${value}`]: value }, prices: [usd(1)] }],
      })),
    );
    for (const value of odd) {
      const name = `option.${encodeURIComponent(`Of ${value}`)}`;
      expect([value, await titles(`${shelf}&${name}=${encodeURIComponent(value)}`)]).toEqual([
        value,
        [value],
      ]);
      const others = odd.map((other) => `${name}=${encodeURIComponent(other)}`).join('&');
      expect([value, await titles(`${shelf}&${others}`)]).toEqual([value, [value]]);
      expect(await titles(`${shelf}&${name}=none&${name}=x`)).toEqual([]);
    }
  });

  it('find what of the chosen variants cannot be bought, whatever others can', async () => {
    const shelf = await aShelf([
      tee('blue gone', [['Blue', 'M', 0], ['Blue', 'L', 0], ['Red', 'M', 1]]), // prettier-ignore
      tee('blue M gone', [['Blue', 'M', 0], ['Blue', 'L', 1]]), // prettier-ignore
      tee('all gone', [['Blue', 'M', 0], ['Red', 'M', 0]]), // prettier-ignore
      tee('red', [['Red', 'M', 1]]),
    ]);
    for (const order of ['sort=title', 'sort=-price', 'sort=newest']) {
      const found = async (query: string) => (await titles(`${shelf}&${order}&${query}`)).toSorted();
      expect(await found('inStock=false')).toEqual(['all gone']);
      expect(await found('option.Color=Blue&inStock=false')).toEqual(['all gone', 'blue gone']);
      expect(await found('option.Color=Blue&inStock=true')).toEqual(['blue M gone']);
      expect(await found('option.Color=Blue&option.Size=M&inStock=false')).toEqual([
        'all gone',
        'blue M gone',
        'blue gone',
      ]);
      expect(await found('option.Color=Blue&option.Color=Red&inStock=false')).toEqual(['all gone']);
      expect(await found('option.Color=Green&option.Color=Pink&inStock=false')).toEqual([]);
    }
  });

  it('are all heard at once, as many as may be given', async () => {
    const options = ['a', 'b', 'c', 'd', 'e'].map((name) => several(`option.${name}`, LIMITS.filterValues));
    const most = `${options.join('&')}&${several('category', LIMITS.filterCategories)}`;
    expect(await titles(`${most}&limit=1&facets=true&minPrice=1&maxPrice=2&sort=title&q=x`)).toEqual([]);
    // What stands last is heard too: only staff may ask for it.
    expect((await list(`${most}&limit=1&facets=true&inStock=true&status=draft`)).status).toBe(401);
  });

  it('go together', async () => {
    const shelf = await aShelf([
      { title: 'wool cap', ...sized(['M', 100, 1]) },
      { title: 'wool hat', ...sized(['M', 300, 1]) },
      { title: 'straw hat', ...sized(['M', 200, 1]) },
    ]);
    expect(await titles(`${shelf}&q=wool&minPrice=200&option.Size=M&inStock=true&sort=-price`)).toEqual([
      'wool hat',
    ]);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=1.5',
    'limit=1e1',
    'limit=x',
    'minPrice=-1',
    'minPrice=1.5',
    'minPrice=1000000000001',
    'maxPrice=x',
    'currency=usd',
    'currency=XXX',
    "currency=USD'--",
    'inStock=yes',
    'inStock=1',
    'sort=id',
    'sort=price,(SELECT 1)',
    'sort=CASE WHEN 1=1 THEN price END',
    'status=deleted',
    'category=A',
    'category=a;b',
    `q=${'x'.repeat(201)}`,
    'q=\u0000',
    'q=a&q=b',
    'sort=price&sort=title',
    'option.Color=',
    'option.=x',
    'option.Color=a&option.Color=',
    several('option.Color', LIMITS.filterValues + 1),
    several('option.Color', LIMITS.filterValues + 1, () => 'Blue'),
    several('option.Color', 149),
    several('option.Color', 200),
    'category=a&category=A',
    'category=a&category=',
    several('category', LIMITS.filterCategories + 1),
    several('category', LIMITS.filterCategories + 1, () => 'a'),
    several('category', 200),
    'inStock=true&inStock=true',
    `option.Color=${'x'.repeat(101)}`,
    'option.constructor=x',
    'option.a=1&option.b=1&option.c=1&option.d=1&option.e=1&option.f=1',
    'options=x',
    'option[Color=Blue',
    'option[]=x',
    'filter=x',
    'page=2',
  ])('refuse ?%s', async (query) => {
    expect((await list(encodeURI(query))).status).toBe(400);
  });
});

describe('searching', () => {
  it('finds words in title, SKU, option values and description, whatever their form', async () => {
    const shelf = await aShelf([
      {
        title: 'Linen shirts',
        description: 'Woven in Portugal.',
        variants: [{ sku: 'LS-1', prices: [usd(1)] }],
      },
      { title: 'Boots', ...sized(['Narrow', 1, 1]) },
      { title: 'Cap', variants: [{ sku: 'CAP-77310/BLU', prices: [usd(1)] }] },
    ]);
    for (const [q, found] of [
      ['shirt', ['Linen shirts']],
      ['LINEN', ['Linen shirts']],
      ['weaving portugal', []],
      ['portugal shirts', ['Linen shirts']],
      ['boot', ['Boots']],
      ['narrow boots', ['Boots']],
      ['CAP-77310/BLU', ['Cap']],
      ['77310', ['Cap']],
      ['"linen shirts"', ['Linen shirts']],
      ['"shirts linen"', []],
      ['shirt -linen', []],
      ['shirt or boot', ['Boots', 'Linen shirts']],
    ] as const) {
      expect([q, await titles(`${shelf}&sort=title&q=${encodeURIComponent(q)}`)]).toEqual([q, found]);
    }
  });

  it('puts first what has the words in its title', async () => {
    const shelf = await aShelf([
      { title: 'Kettle', description: 'Goes with every teapot.' },
      { title: 'Teapot' },
      { title: 'Cup', ...sized(['Teapot', 1, 1]) },
    ]);
    expect(await titles(`${shelf}&q=teapot`)).toEqual(['Teapot', 'Cup', 'Kettle']);
    expect(await titles(`${shelf}&q=teapot&sort=newest`)).toEqual(['Cup', 'Teapot', 'Kettle']);
  });

  it('shows the same of a product as the list does', async () => {
    const shelf = await aShelf([{ title: 'Lookalike', media: [{ url: '/a.jpg', alt: 'A' }] }]);
    const [found, listed] = [await list(`${shelf}&q=lookalike`), await list(shelf)];
    const { highlight, ...same } = found.body.items[0];
    expect([same, highlight]).toEqual([listed.body.items[0], '<mark>Lookalike</mark>']);
    expect(Object.keys(same)).toEqual(Object.keys(listed.body.items[0]));
  });

  it('ranks the newest of a word that very many products have, and the titles with it however old', async () => {
    const { productId } = await aProduct(shop, { title: 'Oldest ubiquitous of all', ...costing(1) });
    const inText = await aProduct(shop, { title: 'Old', description: 'Ubiquitous.', ...costing(1) });
    await shop.sql(
      `WITH copy AS (SELECT gen_random_uuid() AS id, n FROM generate_series(1, $1) AS n),
       product AS (
         INSERT INTO products (id, slug, title, description, status, options, created_at)
         SELECT id, 'ubiquitous-' || n, 'Copy ' || n, '', 'archived', '[]', now() + make_interval(secs => n) FROM copy)
       INSERT INTO product_listings
         (product_id, currency, status, slug, title, price_from, available, category_ids, option_values, document, created_at)
       SELECT id, 'USD', 'active', 'ubiquitous-' || n, 'Copy ' || n, 2, true, '{}', '{}',
         to_tsvector('english', 'ubiquitous ' || n), now() + make_interval(secs => n) FROM copy`,
      [MAX_RANKED],
    );
    const all = await walk('q=ubiquitous', 100);
    expect(all).toHaveLength(MAX_RANKED + 1);
    expect([all[0], all.includes('Old')]).toEqual(['Oldest ubiquitous of all', false]);
    expect(await titles('q=ubiquitous&maxPrice=1')).toEqual(['Oldest ubiquitous of all', 'Old']);
    expect(await titles('q=ubiquitous+oldest')).toEqual(['Oldest ubiquitous of all']);
    expect(await titles('q=ubiquitous&sort=price&maxPrice=1&limit=1')).toHaveLength(1);

    await shop.sql(`DELETE FROM product_listings WHERE slug LIKE 'ubiquitous-%'`);
    await shop.sql(`DELETE FROM products WHERE slug LIKE 'ubiquitous-%'`);
    for (const id of [productId, inText.productId]) await shop.get(ProductsService).archive(id);
  });

  it('follows each change of a product', async () => {
    const { productId } = await aProduct(shop, {
      title: 'Quokka',
      variants: [{ sku: 'Q-1', prices: [usd(1)] }],
    });
    expect(await titles('q=quokka')).toEqual(['Quokka']);
    await shop.get(ProductsService).update(productId, { title: 'Wombat' });
    expect(await titles('q=quokka')).toEqual([]);
    expect(await titles('q=wombat')).toEqual(['Wombat']);
  });

  it.each([
    "' OR 1=1 --",
    '& | ! ( ) <-> :*',
    '\\',
    '%',
    '_',
    '$',
    '"',
    '""""',
    '-',
    'the',
    '🧦',
    "'; DROP TABLE products; --",
  ])('takes %s for words', async (q) => {
    await aShelf([{ title: 'Anything' }]);
    expect(await titles(`q=${encodeURIComponent(q)}`)).toEqual([]);
  });
});

it.each(['q=', 'q=%20%20'])('?%s is the plain list', async (query) => {
  const shelf = await aShelf([{ title: 'One' }, { title: 'Two' }]);
  const [plain, asked] = [await list(shelf), await list(`${shelf}&${query}`)];
  expect(asked.body).toEqual(plain.body);
  expect(asked.body.items).toHaveLength(2);
});

describe('what a price is compared with', () => {
  const shown = async (variants: ProductInput['variants']) => {
    const shelf = await aShelf([{ options: [{ name: 'Size', values: ['S', 'L'] }], variants }]);
    return (await list(shelf)).body.items[0].compareAtPrice;
  };
  const sizes = [{ Size: 'S' }, { Size: 'L' }] as const;

  it('is that of the variant whose price is shown', async () => {
    expect(
      await shown([
        { options: sizes[0], prices: [usd(500)], compareAtPrices: [usd(900)] },
        { options: sizes[1], prices: [usd(700)], compareAtPrices: [usd(2000)] },
      ]),
    ).toEqual(usd(900));
    expect(
      await shown([
        { options: sizes[0], prices: [usd(500)] },
        { options: sizes[1], prices: [usd(700)], compareAtPrices: [usd(2000)] },
      ]),
    ).toBeNull();
  });

  it('follows a change of it alone', async () => {
    const shelf = await aCategory(shop);
    const { variants } = await aProduct(shop, {
      categoryIds: [shelf.id],
      variants: [{ prices: [usd(500)], compareAtPrices: [usd(900)] }],
    });
    const { token } = await aStaff(shop);
    const compared = async () => (await list(`category=${shelf.slug}`)).body.items[0].compareAtPrice;
    expect(await compared()).toEqual(usd(900));
    const path = `/variants/${variants[0]!.variantId}`;
    await shop.http.patch(path, { compareAtPrices: [usd(800)] }, { token });
    expect(await compared()).toEqual(usd(800));
    await shop.http.patch(path, { compareAtPrices: [] }, { token });
    expect(await compared()).toBeNull();
  });
});

describe('the cost of the list', () => {
  it('is one statement, whatever the sort and however long the page', async () => {
    await aShelf(Array.from({ length: 31 }, (_, i) => ({ title: `Cost ${i}`, ...sized(['M', 100, 1]) })));
    for (const sort of SORTS) {
      for (const limit of [1, 10, 30]) {
        const query = `sort=${sort}&limit=${limit}&q=cost&minPrice=1&inStock=true&option.Size=M`;
        expect(await shop.statementsOf(() => list(query))).toHaveLength(1);
        expect(await shop.statementsOf(() => list(query))).toHaveLength(0);
        expect(await shop.statementsOf(() => list(`${query}&option.Size=L`))).toHaveLength(1);
      }
    }
  });

  describe('in a shop of 20,000 products', () => {
    let large: TestShop;
    beforeAll(async () => {
      large = await openShop({ worker: false });
      await large.sql(
        `INSERT INTO products (id, slug, title, description, status, options)
         SELECT ('0199c5a0-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'thing-' || n, 'Thing ' || n, '',
           'active', '[]' FROM generate_series(1, 20000) AS n`,
      );
      await large.sql(
        `INSERT INTO product_listings (product_id, currency, status, slug, title, price_from, available, category_ids,
           option_values, document, created_at)
         SELECT id, 'USD', status, slug, title, hashtext(slug) & 65535, true, '{}',
           CASE WHEN slug LIKE '%777' THEN '{Color=Blue,Fit=Slim,Size=XL}' ELSE '{Color=Blue,Fit=Slim,Size=M}' END::text[],
           to_tsvector('catalog_english', title), now() FROM products`,
      );
      await large.sql('VACUUM ANALYZE product_listings');
    });
    afterAll(() => large.close());

    it.each([
      ['newest', 'Backward using product_listings_newest'],
      ['price', 'using product_listings_price'],
      ['-price', 'Backward using product_listings_price'],
      ['title', 'using product_listings_title'],
    ])('by %s is the scan of an index from where the page begins', async (sort, scan) => {
      const { nextCursor } = (await large.http.get(`/products?sort=${sort}&limit=7`)).body;
      const next = `/products?sort=${sort}&limit=7&cursor=${nextCursor}`;
      const [sql] = await large.statementsOf(() => large.http.get(next));
      const key = { newest: '2126-01-01 00:00:00.123456+00', title: 'b' }[sort] ?? '30000';
      const filter = { currency: 'USD', status: 'active' } as const;
      const parameters = [...listingsParameters(filter, 8, 'catalog_english'), key, uuidv7()];
      const plan = await large.sql(`EXPLAIN ${sql}`, parameters);
      const lines = plan.map((line) => String(line['QUERY PLAN']));
      const at = lines.findIndex((line) => line.includes(`${scan} on product_listings `));
      expect(lines[at + 1], lines.join('\n')).toMatch(/Index Cond: .*currency.*status.*ROW\(/);
      // What stands ready for sales is merged with it; only that is sorted, and only where a sale has just begun.
      expect(lines.filter((line) => line.includes('Merge Append'))).toHaveLength(1);
      expect(lines.filter((line) => /-> +(Incremental )?Sort/.test(line))).toHaveLength(1);
    });

    it.each<[string, { q?: string; categoryIds?: string[]; options?: OptionChoices; by?: string[] }]>([
      ['a word that nothing has', { q: 'xyzzy' }],
      ['a word that one product has', { q: '17' }],
      ['a category that nothing is in', { categoryIds: [uuidv7()] }],
      ['a value that no variant has', { options: { Size: ['XXL'] }, by: ["option_values @> '{Size=XXL}'"] }],
      [
        'a value that few variants have, and one that all have',
        { options: { Size: ['XL'], Color: ['Blue'] }, by: ["option_values @> '{Size=XL,Color=Blue}'"] },
      ],
      [
        'one of several values that few variants have, with one of several that all have',
        {
          options: { Color: ['Red', 'Blue'], Size: ['XL', 'XXL', 'XXXL'], Fit: ['Slim'] },
          by: [
            "option_values @> '{Fit=Slim}'",
            "option_values && '{{Color=Red,Color=Blue,Color=Red}}'",
            "option_values && '{{Size=XL,Size=XXL,Size=XXXL}}'",
          ],
        },
      ],
    ])('reads few of them to find %s, in every order', async (_, { by = [], ...filter }) => {
      const parameters = listingsParameters(
        { currency: 'USD', status: 'active', ...filter },
        25,
        'catalog_english',
      );
      for (const order of ['newest', 'price', '-price', 'title'] as const) {
        const texts = LISTS.first[order];
        for (const sql of [texts.walk, texts.sort]) {
          const [{ 'QUERY PLAN': plan }] = await large.sql(
            `EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
            parameters,
          );
          // Each node says what it has given and what it has thrown away.
          const read = [
            ...JSON.stringify(plan).matchAll(/"(?:Actual Rows|Rows Removed by Filter)":([\d.]+)/g),
          ];
          expect(Math.max(...read.map(([, rows]) => Number(rows)))).toBeLessThanOrEqual(5_000);
          if (sql === texts.sort)
            for (const condition of by) expect(JSON.stringify(plan)).toContain(`(${condition}::text[])`);
        }
      }
    });
  });

  it('is one more statement for a category, and one more where the page is not full', async () => {
    const shelf = await aShelf([{ title: 'Shelved' }, { title: 'Shelved too' }]);
    expect(await shop.statementsOf(() => list(`${shelf}&limit=1`))).toHaveLength(2);
    expect(await shop.statementsOf(() => list(shelf))).toHaveLength(3);
  });
});
