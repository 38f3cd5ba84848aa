import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FillAvailableValues1795463010000 } from '../../migrations/1795463010000-fill-available-values.js';
import { ListingsJobs } from '../../src/catalog/listings/listings.jobs.js';
import type { ProductInput } from '../../src/catalog/products/products.service.js';
import { ProductListingsRepository } from '../../src/catalog/listings/product-listings.repository.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { money } from '../../src/common/money/money.js';
import { aCategory } from '../support/builders/categories.js';
import { aProduct } from '../support/builders/products.js';
import { Random } from '../support/random.js';
import { openShop, type TestShop } from '../support/shop.js';

const PRODUCTS = 60;
const LISTS = 60;
/** Some read alike once name and value are written together. */
const OPTIONS: readonly (readonly [name: string, values: readonly string[]])[] = [
  ['Color', ['Blue', 'Red', 'Green']],
  ['Size', ['S', 'M']],
  ['Fit=Cut', ['Slim', 'Wide=Loose']],
  ['Fit', ['Cut=Slim']],
];

interface Facets {
  categories: { slug: string; count: number }[];
  options: { name: string; values: { value: string; count: number }[] }[];
  prices: { from: number; to: number; count: number }[];
  availability: { inStock: number; outOfStock: number };
}

let shop: TestShop;
const random = new Random(20_261_128);
const slugs: string[] = [];
const products: Partial<ProductInput>[] = [];
/** By slug of a category, ids of it and of those below it. */
const branches = new Map<string, string[]>();

beforeAll(async () => {
  shop = await openShop({ worker: false });
  const categories: { id: string; slug: string }[] = [];
  for (let made = 0; made < 6; made += 1)
    categories.push(await aCategory(shop, { parentId: made < 2 ? null : categories[made % 2]!.id }));
  slugs.push(...categories.map(({ slug }) => slug));
  categories.forEach(({ id, slug }, at) => {
    const below = categories.filter((_, other) => at < 2 && other >= 2 && other % 2 === at);
    branches.set(slug, [id, ...below.map((child) => child.id)]);
  });
  for (let made = 0; made < PRODUCTS; made += 1) {
    const options = OPTIONS.filter(() => random.chance(0.6)).map(([name, values]) => ({
      name,
      values: [...values],
    }));
    const product = {
      title: random.chance(0.5) ? `Cotton thing ${made}` : `Woollen thing ${made}`,
      status: random.chance(0.1) ? ('draft' as const) : ('active' as const),
      categoryIds: categories.filter(() => random.chance(0.4)).map(({ id }) => id),
      options,
      variants: combinations(options).map((values) => ({
        options: values,
        onHand: random.int(0, 1),
        prices: [
          money(random.int(1, 40) * 100, 'USD'),
          // Not every variant of a product is sold in euros.
          ...(random.chance(0.5) ? [money(random.int(1, 40) * 100, 'EUR')] : []),
        ],
      })),
    };
    await aProduct(shop, product);
    products.push(product);
  }
});
afterAll(() => shop.close());

/** Some of the ways to choose a value of each option, at least one. */
function combinations(options: readonly { name: string; values: string[] }[]): Record<string, string>[] {
  const all = options.reduce<Record<string, string>[]>(
    (chosen, { name, values }) =>
      chosen.flatMap((before) => values.map((value) => ({ ...before, [name]: value }))),
    [{}],
  );
  return all.filter((_, at) => at === 0 || random.chance(0.5));
}

/** Values by their names in the query, any number of each. */
type Filters = Readonly<Record<string, readonly string[]>>;

const ask = async (filters: Filters, more: string) => {
  const query = new URLSearchParams(
    Object.entries(filters).flatMap(([name, values]) =>
      values.map((value): [string, string] => [name, value]),
    ),
  );
  return (await shop.http.get(`/products?limit=100&${query.toString()}${more}`)).body;
};
const lengthOf = async (filters: Filters): Promise<number> =>
  ((await ask(filters, '')).items as unknown[]).length;

/** At least one of the choices; now and then one of them twice. */
function some(choices: readonly string[]): string[] {
  const chosen = choices.filter(() => random.chance(0.5));
  return [...chosen, ...(chosen.length === 0 || random.chance(0.1) ? [random.pick(choices)] : [])];
}

function someFilters(): Record<string, string[]> {
  const filters: Record<string, string[]> = { currency: [random.pick(['USD', 'EUR'])] };
  if (random.chance(0.4)) filters['category'] = some([...slugs, 'no-such-category']);
  if (random.chance(0.4)) filters['inStock'] = [random.pick(['true', 'false'])];
  if (random.chance(0.3)) filters['minPrice'] = [String(random.int(1, 20) * 100)];
  if (random.chance(0.3)) filters['q'] = [random.pick(['cotton', 'woollen thing'])];
  for (const [name, values] of OPTIONS) if (random.chance(0.3)) filters[`option.${name}`] = some(values);
  return filters;
}

/** Whether a list holds a product, told from what the product was made of. */
function isListed(
  { title, status, categoryIds = [], variants = [] }: Partial<ProductInput>,
  filters: Filters,
) {
  const [currency] = filters['currency']!;
  const asked = (name: string) => filters[name]?.[0];
  const sold = variants.flatMap(({ options = {}, onHand = 0, prices }) =>
    prices.filter((price) => price.currency === currency).map(({ amount }) => ({ options, onHand, amount })),
  );
  const chosen = sold.filter(({ options }) =>
    OPTIONS.every(([name]) => filters[`option.${name}`]?.includes(options[name] ?? '') ?? true),
  );
  const isHere = chosen.some(({ onHand }) => onHand > 0);
  return (
    status === 'active' &&
    chosen.length > 0 &&
    title!.toLowerCase().includes(asked('q') ?? '') &&
    (asked('inStock') ?? String(isHere)) === String(isHere) &&
    Math.min(...sold.map(({ amount }) => amount)) >= Number(asked('minPrice') ?? 0) &&
    (filters['category']?.some((slug) => branches.get(slug)?.some((id) => categoryIds.includes(id))) ?? true)
  );
}

/** What the list holds with each value of each facet in place of its own filter. */
async function counted(filters: Filters): Promise<Facets['options']> {
  const options: Facets['options'] = [];
  for (const [name, values] of OPTIONS) {
    const counts = await Promise.all(
      values.map(async (value) => ({
        value,
        count: await lengthOf({ ...filters, [`option.${name}`]: [value] }),
      })),
    );
    const shown = counts.filter(({ count }) => count > 0);
    if (shown.length > 0) options.push({ name, values: shown });
  }
  return options;
}

const byName = (options: Facets['options']) =>
  Object.fromEntries(
    options.map(({ name, values }) => [
      name,
      Object.fromEntries(values.map(({ value, count }) => [value, count])),
    ]),
  );

describe('listings', () => {
  it('that tell other options than their variants are found by the doctor', async () => {
    await shop.doctor();
    const [listing] = await shop.sql(
      "UPDATE product_listings SET available_values = '{Color=Pink}' WHERE ctid = (SELECT min(ctid) FROM product_listings) RETURNING product_id AS id",
    );
    await expect(shop.doctor()).rejects.toThrow(`catalog.listings_tell_options`);
    await shop.get(Transaction).run(() => shop.get(ProductListingsRepository).refresh(listing.id));
    await shop.doctor();
  });

  it('from before are filled by a job that processes of before do not know', async () => {
    await shop.sql("UPDATE product_listings SET available_values = NULL, option_values = '{Color=Blue}'");
    await shop.doctor();
    await shop.sql(new FillAvailableValues1795463010000().sql);
    expect(
      await shop.sql(
        `SELECT task_identifier AS task, run_at > now() + interval '9 minutes' AS "isLater" FROM graphile_worker.jobs`,
      ),
    ).toEqual([{ task: 'catalog.fill_available_values', isLater: true }]);
    await shop.get(ListingsJobs).fillAvailableValues({});
    expect(await shop.sql('SELECT FROM product_listings WHERE available_values IS NULL')).toEqual([]);
    await shop.doctor();
    await shop.sql("SELECT graphile_worker.remove_job('catalog.fill_available_values')");
  });
});

describe('a list', () => {
  it('holds what its filters let through, and nothing else', async () => {
    let held = 0;
    for (let list = 0; list < 3 * LISTS; list += 1) {
      const filters = someFilters();
      const titles = ((await ask(filters, '')).items as { title: string }[]).map(({ title }) => title);
      const expected = products.filter((product) => isListed(product, filters)).map(({ title }) => title);
      expect([filters, new Set(titles)]).toEqual([filters, new Set(expected)]);
      held += titles.length > 0 ? 1 : 0;
    }
    // Lists of nothing would agree with anything.
    expect(held).toBeGreaterThan(LISTS);
  });
});

describe('the facets of a list', () => {
  it('are what the list would be, whatever it is filtered by', async () => {
    for (let list = 0; list < LISTS; list += 1) {
      const filters = someFilters();
      const facets = (await ask(filters, '&facets=true')).facets as Facets;
      expect([filters, byName(facets.options)]).toEqual([filters, byName(await counted(filters))]);

      const { category: _, ...anywhere } = filters;
      const places = await Promise.all(
        slugs.map(async (slug) => [slug, await lengthOf({ ...anywhere, category: [slug] })] as const),
      );
      expect([
        filters,
        Object.fromEntries(facets.categories.map(({ slug, count }) => [slug, count])),
      ]).toEqual([filters, Object.fromEntries(places.filter(([, count]) => count > 0))]);

      const { inStock: __, ...whether } = filters;
      expect([filters, facets.availability]).toEqual([
        filters,
        {
          inStock: await lengthOf({ ...whether, inStock: ['true'] }),
          outOfStock: await lengthOf({ ...whether, inStock: ['false'] }),
        },
      ]);
      const { inStock: here, outOfStock: gone } = facets.availability;
      expect([filters, here + gone]).toEqual([filters, await lengthOf(whether)]);

      const { minPrice: ___, ...priced } = filters;
      for (const { from, to, count } of facets.prices) {
        const within = { ...priced, minPrice: [String(from)], maxPrice: [String(to)] };
        expect([filters, from, await lengthOf(within)]).toEqual([filters, from, count]);
      }
    }
  }, 120_000);
});
