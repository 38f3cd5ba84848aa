import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CategoriesRepository } from '../../src/catalog/categories/categories.repository.js';
import { CategoriesService, ProductsService } from '../../src/catalog/index.js';
import { aStaff } from '../support/builders/accounts.js';
import { aCategory } from '../support/builders/categories.js';
import { aProduct } from '../support/builders/products.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop({ worker: false });
});
afterEach(() => shop.doctor());
afterAll(() => shop.close());

const products = () => shop.get(ProductsService);
const page = (path: string, token?: string) => shop.http.get(`/products/${path}`, token ? { token } : {});
const moved = async (path: string, token?: string) => {
  const { status, headers } = await page(path, token);
  return [status, headers['location']];
};

describe('the slug of another route', () => {
  it('is no product’s: neither given nor made', async () => {
    await expect(aProduct(shop, { slug: 'suggestions' })).rejects.toThrow('slug must not');
    const { slug } = await aProduct(shop, { title: 'Suggestions' });
    expect([slug, (await page(slug)).status]).toEqual(['product-suggestions', 200]);
  });
});

describe('a product whose slug has changed', () => {
  it('is found at its old addresses, by one step each', async () => {
    const { productId } = await aProduct(shop, { slug: 'first-name' });
    expect((await page('first-name')).status).toBe(200);
    await products().update(productId, { slug: 'second-name' });
    await products().update(productId, { slug: 'third-name' });
    const at = '/api/v1/products/third-name';
    expect(await moved('first-name')).toEqual([301, at]);
    expect(await moved('second-name?currency=USD')).toEqual([301, `${at}?currency=USD`]);
    expect(await moved('second-name/related?limit=3')).toEqual([301, `${at}/related?limit=3`]);
    expect((await page('third-name')).status).toBe(200);
  });

  it('is asked for again each time, since its old slug may come to lead elsewhere', async () => {
    const { productId } = await aProduct(shop, { slug: 'for-now' });
    await products().update(productId, { slug: 'for-later' });
    expect((await page('for-now')).headers['cache-control']).toBe('public, no-cache');
  });

  it('may be called like a part of the address', async () => {
    const { productId } = await aProduct(shop, { slug: 'products' });
    await products().update(productId, { slug: 'related' });
    expect(await moved('products/related')).toEqual([301, '/api/v1/products/related/related']);
  });

  it('has its old slug back when it takes it back', async () => {
    const { productId } = await aProduct(shop, { slug: 'there' });
    await products().update(productId, { slug: 'back' });
    await products().update(productId, { slug: 'there' });
    expect((await page('there')).status).toBe(200);
    expect(await moved('back')).toEqual([301, '/api/v1/products/there']);
  });

  it('gives its old slug to whoever has it now, and to the last one who had it', async () => {
    const first = await aProduct(shop, { slug: 'lamp' });
    await products().update(first.productId, { slug: 'old-lamp' });
    const second = await aProduct(shop, { slug: 'lamp' });
    expect((await page('lamp')).body.id).toBe(second.productId);
    await products().update(second.productId, { slug: 'new-lamp' });
    expect(await moved('lamp')).toEqual([301, '/api/v1/products/new-lamp']);
  });

  it('is not given away while nobody may see it', async () => {
    const { token } = await aStaff(shop);
    const { productId } = await aProduct(shop, { slug: 'secret-before', status: 'draft' });
    await products().update(productId, { slug: 'secret-now' });
    expect((await page('secret-before')).status).toBe(404);
    expect((await page('secret-before', token)).status).toBe(301);
  });

  it('keeps its slug when the change of it is refused', async () => {
    const { productId } = await aProduct(shop, { slug: 'mine' });
    await aProduct(shop, { slug: 'yours' });
    await expect(products().update(productId, { slug: 'yours' })).rejects.toThrow();
    expect((await page('mine')).status).toBe(200);
    expect(await shop.sql(`SELECT slug FROM product_slugs_before WHERE slug = 'mine'`)).toEqual([]);
  });
});

describe('related products', () => {
  const related = async (path: string): Promise<string[]> =>
    (await page(path)).body.items.map(({ title }: { title: string }) => title);

  it('share the most categories first, then can be bought, then are the newest', async () => {
    const [a, b] = [await aCategory(shop), await aCategory(shop)];
    const in_ = (title: string, categoryIds: string[], more = {}) =>
      aProduct(shop, { title, categoryIds, ...more });
    const { slug, productId } = await in_('It', [a.id, b.id]);
    await in_('both', [a.id, b.id]);
    await in_('older', [a.id]);
    await in_('newer', [b.id]);
    await in_('sold out', [b.id], { variants: [{ prices: [{ amount: 1, currency: 'USD' }], onHand: 0 }] });
    await in_('draft', [a.id, b.id], { status: 'draft' });
    await in_('in euros', [a.id], { variants: [{ prices: [{ amount: 1, currency: 'EUR' }] }] });
    expect(await related(`${slug}/related`)).toEqual(['both', 'newer', 'older', 'sold out']);
    expect(await related(`${productId}/related?limit=1`)).toEqual(['both']);
    expect(await related(`${slug}/related?currency=EUR`)).toEqual(['in euros']);

    expect(await shop.statementsOf(() => related(`${slug}/related`))).toHaveLength(0);
    await in_('newest', [a.id, b.id]);
    expect((await related(`${slug}/related`))[0]).toBe('newest');
    expect(await shop.statementsOf(() => related(`${slug}/related?limit=9`))).toHaveLength(2);
  });

  it('are none where nothing is shared', async () => {
    const { slug } = await aProduct(shop);
    expect(await related(`${slug}/related`)).toEqual([]);
  });

  it('are of products alone that the caller may see', async () => {
    const { slug } = await aProduct(shop, { status: 'draft' });
    for (const path of [slug, 'no-such-product']) expect((await page(`${path}/related`)).status).toBe(404);
    for (const bad of ['limit=0', 'limit=25', 'currency=x', 'a=b'])
      expect((await page(`${slug}/related?${bad}`)).status).toBe(400);
  });
});

describe('a category whose slug has changed', () => {
  const categories = () => shop.get(CategoriesService);
  const lands = async (path: string) => {
    const { status, headers } = await shop.http.get(path);
    return [status, headers['location']];
  };

  it('is found at its old addresses, by one step each', async () => {
    const { id } = await aCategory(shop, { slug: 'jumpers' });
    await aProduct(shop, { title: 'Guernsey', categoryIds: [id] });
    expect((await shop.http.get('/categories/jumpers')).body.id).toBe(id);
    expect((await shop.http.get('/products?category=jumpers')).body.items).toHaveLength(1);
    await categories().update(id, { slug: 'pullovers' });
    await categories().update(id, { slug: 'sweaters' });
    for (const old of ['jumpers', 'pullovers']) {
      expect(await lands(`/categories/${old}`)).toEqual([301, '/api/v1/categories/sweaters']);
      expect(await lands(`/products?limit=3&category=${old}&option.Yarn=Fine%20wool`)).toEqual([
        301,
        '/api/v1/products?limit=3&category=sweaters&option.Yarn=Fine+wool',
      ]);
      expect(await lands(`/products?category=${old}&q=what?&limit=5`)).toEqual([
        301,
        '/api/v1/products?category=sweaters&q=what%3F&limit=5',
      ]);
      // However the name is spelled: else the way would lead back to where it began.
      expect(await lands(`/products?%63ategory=${old}`)).toEqual([301, '/api/v1/products?category=sweaters']);
    }
    await aCategory(shop, { slug: 'scarves' });
    expect(await lands('/products?category=pullovers&category=scarves&category=jumpers&q=wool')).toEqual([
      301,
      '/api/v1/products?category=sweaters&category=scarves&category=sweaters&q=wool',
    ]);
    const { body } = await shop.http.get('/products?category=sweaters&option.Yarn=Fine+wool');
    expect(body.items).toEqual([]);
    expect((await shop.http.get('/categories/sweaters')).body).toMatchObject({ id, slug: 'sweaters' });
    expect((await shop.http.get(`/categories/${id.toUpperCase()}`)).body.id).toBe(id);
    expect((await shop.http.get('/products?category=sweaters')).body.items).toHaveLength(1);
  });

  it('is asked for again each time, since its old slug may come to lead elsewhere', async () => {
    const { id } = await aCategory(shop, { slug: 'summer' });
    await categories().update(id, { slug: 'summer-before' });
    expect((await shop.http.get('/products?category=summer')).headers['cache-control']).toBe(
      'public, no-cache',
    );
    const { id: next } = await aCategory(shop, { slug: 'summer' });
    expect((await shop.http.get('/categories/summer')).body.id).toBe(next);
    await categories().update(next, { slug: 'summer-now' });
    expect(await lands('/categories/summer')).toEqual([301, '/api/v1/categories/summer-now']);
  });

  it('is found among others that are asked for with it, which stay', async () => {
    const [sofas, lamps] = [
      await aCategory(shop, { slug: 'couches' }),
      await aCategory(shop, { slug: 'lights' }),
    ];
    const rugs = await aCategory(shop, { slug: 'carpets' });
    await categories().update(sofas.id, { slug: 'sofas' });
    await categories().update(lamps.id, { slug: 'lamps' });
    for (const [asked, at] of [
      ['category=carpets&limit=3&category=couches', 'category=carpets&limit=3&category=sofas'],
      ['category=couches&category=lights&category=nowhere', 'category=sofas&category=lamps&category=nowhere'],
      ['category=couches&category=couches&q=couches', 'category=sofas&category=sofas&q=couches'],
      ['category=lamps&%63ategory=lights&option.A=couches', 'category=lamps&category=lamps&option.A=couches'],
    ]) {
      expect(await lands(`/products?${asked}`)).toEqual([301, `/api/v1/products?${at}`]);
      expect((await shop.http.get(`/products?${at}`)).status).toBe(200);
    }
    // It is another's now, and the first one's no more.
    await categories().update(rugs.id, { slug: 'couches' });
    expect(await lands('/products?category=couches&category=carpets')).toEqual([
      301,
      '/api/v1/products?category=couches&category=couches',
    ]);
  });

  it('does not break off a list that is being paged through', async () => {
    const { id } = await aCategory(shop, { slug: 'socks' });
    for (const title of ['Sock 1', 'Sock 2', 'Sock 3']) await aProduct(shop, { title, categoryIds: [id] });
    const { body } = await shop.http.get('/products?category=socks&sort=title&limit=2');
    await categories().update(id, { slug: 'stockings' });
    const next = `/products?category=socks&sort=title&limit=2&cursor=${body.nextCursor}`;
    const [status, location] = await lands(next);
    expect(status).toBe(301);
    const rest = await shop.http.get(String(location).replace('/api/v1', ''));
    expect(rest.body.items).toMatchObject([{ title: 'Sock 3' }]);
  });

  it('has its old slug back when it takes it back, and leads nowhere once it is gone', async () => {
    const { id } = await aCategory(shop, { slug: 'here' });
    await categories().update(id, { slug: 'there-again' });
    await categories().update(id, { slug: 'here' });
    expect((await shop.http.get('/categories/here')).body.id).toBe(id);
    expect(await lands('/categories/there-again')).toEqual([301, '/api/v1/categories/here']);
    await categories().remove(id);
    expect((await shop.http.get('/categories/there-again')).status).toBe(404);
    expect((await shop.http.get('/products?category=there-again')).body.items).toEqual([]);
  });

  // A reader that found nothing asks where it went, and by then it may be back.
  it('leads nowhere from the slug that it took back', async () => {
    const { id } = await aCategory(shop, { slug: 'home' });
    await categories().update(id, { slug: 'away' });
    await categories().update(id, { slug: 'home' });
    const after = await shop.get(CategoriesRepository).slugsAfter(['home', 'away', 'nowhere']);
    expect([...after]).toEqual([['away', 'home']]);
  });

  it('keeps its slug when the change of it is refused', async () => {
    const { slug } = await aCategory(shop);
    const { id } = await aCategory(shop, { slug: 'kept-as-it-is' });
    await expect(categories().update(id, { slug })).rejects.toThrow();
    expect((await shop.http.get('/categories/kept-as-it-is')).status).toBe(200);
  });
});
