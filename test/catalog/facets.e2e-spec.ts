import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ProductInput } from '../../src/catalog/products/products.service.js';
import { aCategory } from '../support/builders/categories.js';
import { aProduct } from '../support/builders/products.js';
import { openShop, type TestShop } from '../support/shop.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });

let shop: TestShop;
let shelf: string;

/** Variants as `Blue M` at a price, with so many units. */
const tee = (
  title: string,
  amount: number,
  variants: readonly (readonly [color: string, size: string, onHand: number])[],
): Partial<ProductInput> => ({
  title,
  options: [
    { name: 'Color', values: ['Blue', 'Red'] },
    { name: 'Size', values: ['M', 'L'] },
  ],
  variants: variants.map(([Color, Size, onHand]) => ({
    options: { Color, Size },
    prices: [usd(amount)],
    onHand,
  })),
});

beforeAll(async () => {
  shop = await openShop({ worker: false });
  const top = await aCategory(shop, { name: 'Tees' });
  const cotton = await aCategory(shop, { name: 'Cotton', parentId: top.id });
  const wool = await aCategory(shop, { name: 'Wool', parentId: top.id });
  shelf = `category=${top.slug}`;
  const products: [string, Partial<ProductInput>][] = [
    [cotton.id, tee('one cotton', 1000, [['Blue', 'M', 1], ['Red', 'L', 0]])], // prettier-ignore
    [cotton.id, tee('two cotton', 1999, [['Blue', 'L', 0]])],
    [wool.id, tee('three wool', 5000, [['Red', 'M', 4], ['Red', 'L', 4]])], // prettier-ignore
    [wool.id, { title: 'four wool', variants: [{ prices: [usd(9000)], onHand: 1 }] }],
  ];
  for (const [id, product] of products) await aProduct(shop, { ...product, categoryIds: [id] });
  await aProduct(shop, { ...tee('elsewhere', 1, [['Blue', 'M', 1]]), status: 'draft' });
});
afterEach(() => shop.doctor());
afterAll(() => shop.close());

interface Facets {
  categories: { name: string; slug: string; count: number }[];
  options: { name: string; values: { value: string; count: number }[] }[];
  prices: { from: number; to: number; count: number }[];
  availability: { inStock: number; outOfStock: number };
}

async function facets(query: string) {
  const { body } = await shop.http.get(`/products?${query}&facets=true`);
  const { categories, options, prices, availability } = body.facets as Facets;
  const counts = (values: { value: string; count: number }[]) =>
    Object.fromEntries(values.map(({ value, count }) => [value, count]));
  return {
    categories: Object.fromEntries(categories.map(({ name, count }) => [name, count])),
    options: Object.fromEntries(options.map(({ name, values }) => [name, counts(values)])),
    prices: prices.map(({ from, to, count }) => [from, to, count]),
    availability,
    slugs: Object.fromEntries(categories.map(({ name, slug }) => [name, slug])),
  };
}

describe('facets', () => {
  it('count what the list holds, each product once, under every category above it', async () => {
    expect(await facets('sort=newest')).toMatchObject({
      categories: { Tees: 4, Cotton: 2, Wool: 2 },
      options: { Color: { Blue: 2, Red: 2 }, Size: { M: 2, L: 3 } },
      prices: [
        [0, 1999, 2],
        [4000, 5999, 1],
        [8000, 9999, 1],
      ],
      availability: { inStock: 3, outOfStock: 1 },
    });
  });

  it('are counted with all filters but their own', async () => {
    const { slugs } = await facets('sort=newest');
    expect(await facets(`category=${slugs['Cotton']}&inStock=true`)).toMatchObject({
      categories: { Tees: 3, Cotton: 1, Wool: 2 },
      options: { Color: { Blue: 1 }, Size: { M: 1 } },
      availability: { inStock: 1, outOfStock: 1 },
    });
    expect((await facets(`${shelf}&minPrice=5000`)).prices).toEqual([
      [0, 1999, 2],
      [4000, 5999, 1],
      [8000, 9999, 1],
    ]);
    expect((await facets(`${shelf}&minPrice=5000`)).categories).toEqual({ Tees: 2, Wool: 2 });
  });

  it('count variants that have all the values at once', async () => {
    const { options, categories } = await facets('option.Color=Blue');
    expect(options).toEqual({ Color: { Blue: 2, Red: 2 }, Size: { M: 1, L: 1 } });
    expect(categories).toEqual({ Tees: 2, Cotton: 2 });
    expect((await facets('option.Color=Blue&option.Size=M')).options).toEqual({
      Color: { Blue: 1, Red: 1 },
      Size: { M: 1, L: 1 },
    });
  });

  it('count variants that have one of the values of each option that is filtered by', async () => {
    const { options, availability } = await facets('option.Color=Blue&option.Color=Red&option.Size=L');
    expect(options).toEqual({ Color: { Blue: 1, Red: 2 }, Size: { M: 2, L: 3 } });
    expect(availability).toEqual({ inStock: 1, outOfStock: 2 });
    expect((await facets('option.Color=Blue&option.Color=Green')).options).toEqual({
      Color: { Blue: 2, Red: 2 },
      Size: { M: 1, L: 1 },
    });
  });

  it('count every product of a list as in stock or not, by the variants that are filtered for', async () => {
    for (const query of [
      'option.Size=L',
      'option.Color=Red&option.Size=L',
      'option.Color=Blue',
      'sort=newest',
    ]) {
      const { body } = await shop.http.get(`/products?${query}`);
      const { inStock, outOfStock } = (await facets(query)).availability;
      expect([query, inStock + outOfStock]).toEqual([query, body.items.length]);
    }
    expect((await facets('option.Color=Red&option.Size=L')).availability).toEqual({
      inStock: 1,
      outOfStock: 1,
    });
    // The first has none of the red ones left, and is listed so: its blue ones are not asked for.
    expect((await facets('option.Color=Red&inStock=false')).options).toEqual({
      Color: { Blue: 1, Red: 1 },
      Size: { L: 1 },
    });
    expect((await facets('inStock=false')).options).toEqual({ Color: { Blue: 1, Red: 1 }, Size: { L: 2 } });
  });

  it('count categories that may be chosen beside those that are', async () => {
    const { slugs } = await facets('sort=newest');
    const { categories } = await facets(`category=${slugs['Cotton']}&category=${slugs['Wool']}`);
    expect(categories).toEqual({ Tees: 4, Cotton: 2, Wool: 2 });
  });

  it('tell how many products their own filter leaves', async () => {
    const all = await facets(shelf);
    const left = async (query: string) =>
      (await shop.http.get(`/products?${shelf}&${query}`)).body.items.length as number;
    for (const [name, values] of Object.entries(all.options)) {
      for (const [value, count] of Object.entries(values)) {
        expect(await left(`option.${name}=${value}`)).toBe(count);
      }
    }
    for (const [from, to, count] of all.prices)
      expect(await left(`minPrice=${from}&maxPrice=${to}`)).toBe(count);
    expect([await left('inStock=true'), await left('inStock=false')]).toEqual([3, 1]);
  });

  it('follow the words that were searched for, corrected ones too', async () => {
    expect((await facets('q=cotton')).categories).toEqual({ Tees: 2, Cotton: 2 });
    expect((await facets('q=cototn')).categories).toEqual({ Tees: 2, Cotton: 2 });
    expect(await facets('q=nothing-at-all')).toMatchObject({
      categories: {},
      options: {},
      prices: [],
      availability: { inStock: 0, outOfStock: 0 },
    });
  });

  it('are not counted unless they are asked for', async () => {
    expect((await shop.http.get('/products')).body).not.toHaveProperty('facets');
    expect((await shop.http.get('/products?facets=yes')).status).toBe(400);
  });

  it('cost one statement, and one more for each filter, however many products there are', async () => {
    const cost = async (query: string) =>
      (await shop.statementsOf(() => shop.http.get(`/products?facets=true&${query}`))).length;
    expect(await cost('limit=2')).toBe(2);
    // Two of them are those of a list that is not full.
    expect(await cost('minPrice=1&inStock=true&option.Color=Blue&option.Size=M&limit=2')).toBe(7);
    expect(await cost('minPrice=1&inStock=false&option.Color=Blue&option.Size=M&limit=2')).toBe(7);
    expect(await cost('option.Color=Blue&option.Color=Red&limit=2')).toBe(3);
  });
});
