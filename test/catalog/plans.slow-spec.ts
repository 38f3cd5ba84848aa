import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, fillCatalogue } from '../../bench/catalogue.js';
import { nodesOf, type PlanNode, plansOf, waysTo } from '../support/plans.js';
import { openShop, type TestShop } from '../support/shop.js';

// docs/how-lists-are-read.md says what these plans are for.

/** Several times what is walked at most (`MAX_WALKED`), and well above what is counted (`MAX_COUNTED`), as in a large shop. */
const PRODUCTS = 18_000;
const PAGES_BEFORE = 10;
const LIST = '/api/v1/products';

const WALKED_BY_AGE = 'Merge Append > Index Scan Backward product_listings_newest';
const FOUND = 'Bitmap Index Scan product_listings_found_by';

let shop: TestShop;
let catalogue: Catalogue;

beforeAll(async () => {
  shop = await openShop({ worker: false });
  catalogue = await fillCatalogue(shop, PRODUCTS);
  // Words of titles that bulk copies have not taught.
  await shop.sql(
    `INSERT INTO search_words
     SELECT word FROM ts_stat('SELECT to_tsvector(''catalog_simple'', title) FROM product_listings')
     WHERE word ~ '^[[:alpha:]]{4,40}$'
     ON CONFLICT DO NOTHING`,
  );
  await shop.sql('ANALYZE search_words');
});
afterAll(() => shop.close());

const category = (): string => catalogue.categorySlugs[3]!;
const q = (words: string): string => `q=${encodeURIComponent(words)}`;

/** Whether a node reads listings that hold now by other than when they end, or the words of corrections. */
const isRead = (node: PlanNode): boolean => {
  if (node['Node Type'] === 'Seq Scan') return node['Relation Name'] !== 'categories';
  return /^(product_listings(?!_over|_ahead)|search_words)/.test(node['Index Name'] ?? '');
};

/** For each statement of a request, how it comes to the listings. */
async function waysOf(query: string): Promise<string[][]> {
  return (await plansOf(shop, `${LIST}${query}`, 'product_listings')).map((plan) => waysTo(plan, isRead));
}

async function cursorOf(query: string, name: 'nextCursor' | 'prevCursor' = 'nextCursor'): Promise<string> {
  const { body } = await shop.http.get<Record<typeof name, string>>(`${LIST}?${query}`);
  return body[name];
}

describe('A list without words, category and options', () => {
  it.each([
    ['newest', '', WALKED_BY_AGE],
    ['price', '?sort=price', 'Merge Append > Index Scan product_listings_price'],
    ['price, downwards', '?sort=-price', 'Merge Append > Index Scan Backward product_listings_price'],
    ['title', '?sort=title', 'Merge Append > Index Scan product_listings_title'],
    ['newest, in stock', '?inStock=true', WALKED_BY_AGE],
    ['newest, sold out', '?inStock=false', WALKED_BY_AGE],
  ])('is walked in the order of its index: %s', async (_, query, way) => {
    expect(await waysOf(query)).toEqual([[`Limit > ${way}`]]);
  });

  it('begins within the index at the prices that are asked for', async () => {
    const [plan] = await plansOf(
      shop,
      `${LIST}?sort=price&minPrice=15000&maxPrice=15100`,
      'product_listings',
    );
    expect(conditionOf(plan!)).toMatch(/price_from >= '?15000.*price_from <= '?15100/);
  });

  it('begins within the index at the cursor, however deep the page lies', async () => {
    const after = await cursorOf('limit=100');
    const [plan] = await plansOf(shop, `${LIST}?limit=100&cursor=${after}`, 'product_listings');
    expect(waysTo(plan!, isRead)).toEqual([`Limit > ${WALKED_BY_AGE}`]);
    expect(conditionOf(plan!)).toContain('ROW(created_at, product_id) < ROW(');
  });

  it('is walked the other way for the page before', async () => {
    let after = await cursorOf('limit=100');
    for (let page = 1; page < PAGES_BEFORE; page += 1) after = await cursorOf(`limit=100&cursor=${after}`);
    const before = await cursorOf(`limit=100&cursor=${after}`, 'prevCursor');
    const [plan] = await plansOf(shop, `${LIST}?limit=100&cursor=${before}`, 'product_listings');
    expect(waysTo(plan!, isRead)).toEqual(['Limit > Merge Append > Index Scan product_listings_newest']);
    expect(conditionOf(plan!)).toContain('ROW(created_at, product_id) > ROW(');
  });
});

describe('A list by words, category or options', () => {
  const walked = `Limit > Limit > ${WALKED_BY_AGE}`;
  const sorted = `Limit > Sort > ${FOUND}`;

  it('is walked, and not far: what is common turns up soon', async () => {
    expect(await waysOf(`?category=${category()}`)).toEqual([[walked]]);
    expect(await waysOf('?option.Size=M')).toEqual([[walked]]);
    expect(await waysOf('?option.Size=M&inStock=true')).toEqual([[walked]]);
    expect(await waysOf(`?category=${category()}&sort=price&inStock=true`)).toEqual([
      ['Limit > Limit > Merge Append > Index Scan product_listings_price'],
    ]);
  });

  it('is found by the index and sorted where the walk did not fill the page', async () => {
    expect(await waysOf(`?${q(catalogue.brandAndKind(7))}&sort=newest`)).toEqual([[walked], [sorted]]);
    expect(await waysOf(`?category=${category()}&inStock=false&limit=100`)).toEqual([[walked], [sorted]]);
    expect(await waysOf('?option.Size=XXL')).toEqual([[walked], [sorted]]);
  });
});

describe('A search', () => {
  it('ranks what the index of words finds', async () => {
    const found = [[`Limit > Sort > ${FOUND}`]];
    expect(await waysOf(`?${q(catalogue.brandAndKind(8))}`)).toEqual(found);
    expect(await waysOf(`?${q(catalogue.commonWords(8))}`)).toEqual(found);
    expect(await waysOf('?q=cotton')).toEqual(found);
  });

  it('ranks the newest of what all products have, and then titles by their own index', async () => {
    const newest = `Limit > ${WALKED_BY_AGE}`;
    // A word of every description.
    expect(await waysOf('?q=mended')).toEqual([
      [newest],
      [newest, 'Limit > Sort > Limit > Sort > Bitmap Index Scan product_listings_titled'],
    ]);
  });

  it('looks a word that finds nothing up among the nearest ones', async () => {
    expect(await waysOf('?q=lanern')).toEqual([
      [`Limit > Sort > ${FOUND}`],
      [
        'Limit > Sort > Limit > Index Scan search_words_nearest',
        expect.stringMatching(/^Index (Only )?Scan search_words_/),
        FOUND,
      ],
      [`Limit > Sort > ${FOUND}`],
    ]);
  });
});

describe('Facets', () => {
  it('count the newest of all products, and of few what the index finds', async () => {
    const newest = [`Limit > ${WALKED_BY_AGE}`];
    expect(await waysOf('?facets=true')).toEqual([newest, newest]);
    const found = [`Limit > Sort > ${FOUND}`];
    const [, all, ofCategory] = await waysOf(`?category=${category()}&facets=true`);
    expect([all, ofCategory]).toEqual([found, newest]);
  });
});

describe('Suggestions', () => {
  it('find titles by the beginnings of their words', async () => {
    expect(await waysOf('/suggestions?q=jac')).toEqual([
      ['Limit > Sort > Limit > Sort > Limit > Bitmap Index Scan product_listings_suggested'],
    ]);
  });
});

describe('The measure', () => {
  it('sees that a list is sorted once its index is gone', async () => {
    await shop.sql('DROP INDEX product_listings_title');
    const [[way] = []] = await waysOf('?sort=title&limit=20');
    expect(way).toMatch(/^Limit > Sort > /);
  });
});

/** Of the one index of listings that a plan reads. */
const conditionOf = (plan: PlanNode): string => nodesOf(plan).find(isRead)?.['Index Cond'] ?? '';
