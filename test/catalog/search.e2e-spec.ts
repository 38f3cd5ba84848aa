import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CategoriesService } from '../../src/catalog/categories/categories.service.js';
import { type ProductInput, ProductsService } from '../../src/catalog/products/products.service.js';
import { ProductListingsRepository } from '../../src/catalog/listings/product-listings.repository.js';
import { SearchConfig } from '../../src/catalog/listings/search.config.js';
import { SearchLanguage } from '../../src/catalog/listings/search-language.js';
import { ListingsRenewal } from '../../src/catalog/listings/listings-renewal.js';
import { aCategory } from '../support/builders/categories.js';
import { aProduct } from '../support/builders/products.js';
import { openShop, type TestShop } from '../support/shop.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });

let shop: TestShop;

beforeAll(async () => {
  shop = await openShop({ worker: false });
});
afterEach(() => shop.doctor());
afterAll(() => shop.close());

const search = (q: string, more = '') => shop.http.get(`/products?q=${encodeURIComponent(q)}${more}`);
const titles = async (q: string, more = ''): Promise<string[]> =>
  (await search(q, more)).body.items.map(({ title }: { title: string }) => title);

const titled = (title: string, input: Partial<ProductInput> = {}) => aProduct(shop, { title, ...input });

describe('searching', () => {
  it('puts title before SKU, SKU before category and option, these before description', async () => {
    const { id } = await aCategory(shop, { name: 'Zither' });
    await titled('In description', { description: 'Plays as a zither does.' });
    await titled('In category', { categoryIds: [id] });
    await titled('In SKU', { variants: [{ sku: 'ZITHER-1', prices: [usd(1)] }] });
    await titled('A zither');
    expect(await titles('zither')).toEqual(['A zither', 'In SKU', 'In category', 'In description']);
  });

  it('puts what is called just so before what is called so among other things', async () => {
    for (const [called, more, asked] of [
      ['Marimba', 'Marimba, marimba and bars for a marimba', ['marimba', 'MARIMBAS']],
      ['O’Toole mug', "O'Toole mug, o'toole mug and mug of O'Toole", ["o'toole mug", 'O’Toole mug']],
      ['Q-Shirt - Teal', 'Q-shirt, teal q-shirt, teal q-shirt', ['Q-Shirt - Teal', ' q-shirt   teal']],
    ] as const) {
      await titled(called);
      await titled(more);
      for (const q of asked) expect(await titles(q)).toEqual([called, more]);
    }
  });

  it('takes letters with and without accents for the same', async () => {
    await titled('Crème brûlée torch');
    await titled('Facade cleaner');
    expect(await titles('creme brulee')).toEqual(['Crème brûlée torch']);
    expect(await titles('façade')).toEqual(['Facade cleaner']);
  });

  it('takes one apostrophe for another, and sees no characters that nobody sees', async () => {
    await titled('O’Malley mug', { description: 'Fit for L\u00adOréal and d’Artagnan.' });
    await titled("O'Hara mug");
    await titled('Linen\u200bbasket \ufeffwide');
    for (const apostrophe of ["'", '’', 'ʼ']) {
      expect(await titles(`o${apostrophe}malley`)).toEqual(['O’Malley mug']);
      expect(await titles(`O${apostrophe}HARA`)).toEqual(["O'Hara mug"]);
      expect(await titles(`d${apostrophe}artagnan`)).toEqual(['O’Malley mug']);
    }
    expect(await titles('malley')).toEqual(['O’Malley mug']);
    expect(await titles('loreal')).toEqual(['O’Malley mug']);
    expect(await titles('linenbasket wi\u200dde')).toEqual(['Linen\u200bbasket \ufeffwide']);
  });

  it('finds products by the categories above theirs, as they are named now', async () => {
    const top = await aCategory(shop, { name: 'Gardening' });
    const below = await aCategory(shop, { name: 'Shears', parentId: top.id });
    await titled('Model 7', { categoryIds: [below.id] });
    expect(await titles('gardening')).toEqual(['Model 7']);

    await shop.get(CategoriesService).update(top.id, { name: 'Orchard' });
    expect(await titles('gardening')).toEqual([]);
    expect(await titles('orchard shears')).toEqual(['Model 7']);

    await shop.get(CategoriesService).update(below.id, { parentId: null });
    expect(await titles('orchard')).toEqual([]);
    await shop.get(CategoriesService).remove(below.id);
    expect(await titles('shears')).toEqual([]);
  });
});

describe('words that are hardly any', () => {
  it.each([
    '-'.repeat(200),
    '-&'.repeat(100),
    '-"'.repeat(100),
    `wool ${'-'.repeat(60)}`,
    '!-(-|-'.repeat(30),
    '- - -',
  ])('are answered: %s', async (q) => {
    const { status } = await shop.http.get(`/products?q=${encodeURIComponent(q)}&facets=true`);
    const byTitle = await shop.http.get(`/products?q=${encodeURIComponent(q)}&sort=title`);
    expect([status, byTitle.status]).toEqual([200, 200]);
  });
});

describe('what was found', () => {
  it('is marked in the title, which is escaped', async () => {
    await titled('<b>Walnut</b> & "oak" table’s');
    const { body } = await search('walnut oak');
    expect(body.items[0].highlight).toBe(
      '&lt;b&gt;<mark>Walnut</mark>&lt;/b&gt; &amp; &quot;<mark>oak</mark>&quot; table’s',
    );
    expect(body.items[0].title).toBe('<b>Walnut</b> & "oak" table’s');
  });

  it.each(['relevance', 'title', 'newest'])('is marked in the order of %s, accents or not', async (sort) => {
    await titled(`Sofá ${sort}`);
    const { body } = await search(`sofa ${sort}`, `&sort=${sort}`);
    expect(body.items[0].highlight).toBe(`<mark>Sofá</mark> <mark>${sort}</mark>`);
  });

  it('never lets markup through, whatever is asked', async () => {
    await titled(`Hostile <script>alert(1)</script> <img src=x onerror='a'> </mark> &lt;i&gt;`);
    for (const q of ['hostile', 'script hostile', 'amp hostile or lt', 'mark hostile', 'img or hostile']) {
      for (const { highlight } of (await search(q)).body.items) {
        expect(highlight.replaceAll(/<\/?mark>/g, '')).not.toMatch(/[<>"']/);
      }
    }
  });

  it('is not marked where nothing was searched for', async () => {
    const { body } = await shop.http.get('/products?limit=1');
    expect(body.items[0]).not.toHaveProperty('highlight');
    expect(body).not.toHaveProperty('correctedQuery');
  });
});

describe('a question with slips of the keyboard', () => {
  it.each([
    ['umbrela', 'umbrella'],
    ['umbrlela', 'umbrella'],
    ['UMBERLLA', 'umbrella'],
    ['folding umbrela', 'folding umbrella'],
    ['"folding umbrela"', '"folding umbrella"'],
    ['umbrela -blue', 'umbrella -blue'],
  ])('%s finds what %s finds, and says so', async (typed, meant) => {
    await titled('Folding umbrella');
    const { body } = await search(typed);
    expect(body.correctedQuery).toBe(meant);
    expect(body.items[0].highlight).toContain('<mark>umbrella</mark>');
    expect(await titles(typed)).toEqual(await titles(meant));
  });

  it('is not corrected when its words find something, nor away from words that a product has', async () => {
    await titled('Pillow', { description: 'A willow frame.' });
    expect((await search('willow')).body).not.toHaveProperty('correctedQuery');
    expect((await search('willow', '&maxPrice=0')).body.items).toEqual([]);
    expect((await search('pillow', '&maxPrice=0')).body).not.toHaveProperty('correctedQuery');
  });

  it('stays corrected from page to page', async () => {
    for (const n of [1, 2, 3]) await titled(`Harmonica ${n}`);
    const first = (await search('harmonika', '&limit=2')).body;
    const second = (await search('harmonika', `&limit=2&cursor=${first.nextCursor}`)).body;
    const back = (await search('harmonika', `&limit=2&cursor=${second.prevCursor}`)).body;
    expect([first.items.length, second.items.length]).toEqual([2, 1]);
    expect(second.correctedQuery).toBe('harmonica');
    expect(back.items).toEqual(first.items);
  });

  it('is not corrected to words of products that nobody may see', async () => {
    await titled('Secretgadget', { status: 'draft' });
    expect((await search('secretgadgets')).body).not.toHaveProperty('correctedQuery');
    expect((await search('secretgadgat')).body).not.toHaveProperty('correctedQuery');
    expect(await shop.sql(`SELECT word FROM search_words WHERE word LIKE 'secret%'`)).toEqual([]);
  });

  it('costs two statements more, and none where words are found', async () => {
    await titled('Trampoline');
    expect(await shop.statementsOf(() => search('trampolin'))).toHaveLength(1);
    expect(await shop.statementsOf(() => search('trampolnie'))).toHaveLength(3);
  });
});

describe('a list', () => {
  it.each(['newest', 'price', '-price', 'title', 'relevance'])(
    'by %s is read back as it was read on',
    async (sort) => {
      const { id, slug } = await aCategory(shop);
      for (let n = 0; n < 7; n += 1) {
        await titled(`Twin ${n % 3}`, { categoryIds: [id], variants: [{ prices: [usd(100 + (n % 2))] }] });
      }
      for (const query of [`category=${slug}&sort=${sort}`, `category=${slug}&sort=${sort}&q=twin`]) {
        const read = (cursor: string | null) =>
          shop.http.get(`/products?${query}&limit=3${cursor === null ? '' : `&cursor=${cursor}`}`);
        const pages = [(await read(null)).body];
        while (pages.at(-1).nextCursor !== null) pages.push((await read(pages.at(-1).nextCursor)).body);
        expect(pages.map(({ items }) => items.length)).toEqual([3, 3, 1]);
        expect(pages.map(({ prevCursor }) => prevCursor === null)).toEqual([true, false, false]);

        const middle = (await read(pages[2].prevCursor)).body;
        expect(middle.items).toEqual(pages[1].items);
        const first = (await read(middle.prevCursor)).body;
        expect([first.items, first.prevCursor]).toEqual([pages[0].items, null]);
        expect((await read(first.nextCursor)).body.items).toEqual(pages[1].items);
      }
    },
  );
});

describe('suggestions', () => {
  const suggest = async (q: string, more = ''): Promise<string[]> =>
    (await shop.http.get(`/products/suggestions?q=${encodeURIComponent(q)}${more}`)).body.items.map(
      ({ kind, text }: { kind: string; text: string }) => `${kind} ${text}`,
    );

  it('have each word that was begun, categories first, then what can be bought', async () => {
    await aCategory(shop, { name: 'Velvet curtains' });
    await titled('Velveteen cushion', { variants: [{ prices: [usd(1)], onHand: 0 }] });
    await titled('Blue velvet curtain');
    await titled('Vélo', { status: 'draft' });
    expect(await suggest('velv')).toEqual([
      'category Velvet curtains',
      'product Blue velvet curtain',
      'product Velveteen cushion',
    ]);
    expect(await suggest('VÉLV cu')).toHaveLength(3);
    expect(await suggest('curt velvet')).toEqual(['category Velvet curtains', 'product Blue velvet curtain']);
    expect(await suggest('elvet')).toEqual([]);
    expect(await suggest('velv', '&limit=1')).toHaveLength(1);
  });

  it('take one apostrophe for another', async () => {
    await titled("Potter's wheel");
    await titled('Potter’s clay');
    await titled('O’Sullivan cue');
    for (const q of ["potter's", 'potter’s', "POTTER'S w", 'potter'])
      expect(await suggest(q)).toContain("product Potter's wheel");
    for (const q of ["potter's", 'potter’s c', 'potter'])
      expect(await suggest(q)).toContain('product Potter’s clay');
    for (const q of ["o'sull", 'o’sull']) expect(await suggest(q)).toEqual(['product O’Sullivan cue']);
    for (const q of ["'", "''':*", "a'b'c'd", "o'q\\:*|!"]) expect(await suggest(q)).toEqual([]);
  });

  it('follow a change at once, and cost one statement until then', async () => {
    const { productId } = await titled('Quinoa');
    expect(await suggest('quin')).toEqual(['product Quinoa']);
    expect(await shop.statementsOf(() => suggest('quin'))).toHaveLength(0);
    await shop.get(ProductsService).archive(productId);
    expect(await shop.statementsOf(async () => expect(await suggest('quin')).toEqual([]))).toHaveLength(1);
  });

  it.each(["'; DROP TABLE products; --", ':*', '!!', '&|()', '🧦', "a'b:c*d"])(
    'take %s for words',
    async (q) => {
      expect((await shop.http.get(`/products/suggestions?q=${encodeURIComponent(q)}`)).status).toBe(200);
    },
  );

  it.each(['', 'q=', `q=${'x'.repeat(101)}`, 'q=a&limit=21', 'q=a&limit=0', 'q=a&x=1'])(
    'refuse ?%s',
    async (query) => {
      expect((await shop.http.get(`/products/suggestions?${query}`)).status).toBe(400);
    },
  );
});

describe('the language', () => {
  it('is one of those that PostgreSQL knows', async () => {
    const klingon = Object.assign(new SearchConfig(), { language: 'klingon' });
    await expect(
      new SearchLanguage(shop.get(ProductListingsRepository), klingon).onApplicationBootstrap(),
    ).rejects.toThrow(/must be one of: .*english.*german/);
  });

  it('decides which forms of a word are the same', async () => {
    const german = await openShop({ worker: false, env: { CATALOG_SEARCH_LANGUAGE: 'german' } });
    try {
      await aProduct(german, { title: 'Gartenstühle' });
      const found = async (q: string) =>
        (await german.http.get(`/products?q=${encodeURIComponent(q)}`)).body.items.length;
      expect([await found('gartenstuhle'), await found('Gartenstühlen')]).toEqual([1, 1]);
    } finally {
      await german.close();
    }
  });

  it('comes to all products by making their index anew', async () => {
    const { productId } = await titled('Numbat');
    await shop.sql(`UPDATE product_listings SET document = '' WHERE product_id = $1`, [productId]);
    expect(await titles('numbat')).toEqual([]);
    let count = 0;
    await shop.get(ListingsRenewal).renewAll((done) => (count = done));
    expect(await titles('numbat')).toEqual(['Numbat']);
    expect([{ count }]).toEqual(await shop.sql('SELECT count(*)::integer FROM products'));
  });

  it('follows a change of a product', async () => {
    const { productId } = await titled('Axolotl', { variants: [{ sku: 'A-1', prices: [usd(1)] }] });
    await shop.get(ProductsService).update(productId, { title: 'Salamander' });
    expect([await titles('axolotl'), await titles('salamander')]).toEqual([[], ['Salamander']]);
  });
});
