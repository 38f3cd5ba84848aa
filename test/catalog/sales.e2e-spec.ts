import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RenewListings1795452010000 } from '../../migrations/1795452010000-renew-listings.js';
import { ListingsJobs } from '../../src/catalog/listings/listings.jobs.js';
import { aCustomer, aStaff } from '../support/builders/accounts.js';
import { aReadyCart } from '../support/builders/carts.js';
import { aCategory } from '../support/builders/categories.js';
import { aKey } from '../support/builders/orders.js';
import { aProduct } from '../support/builders/products.js';
import { aHolder } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const HOUR_MS = 3_600_000;

let shop: TestShop;
let staff: string;
/** A customer's, whose reads pass by the cache. */
let token: string;

beforeAll(async () => {
  shop = await openShop({ worker: false });
  ({ token: staff } = await aStaff(shop));
  ({ token } = await aCustomer(shop));
});
afterEach(() => shop.doctor());
afterAll(() => shop.close());

const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();

/** Time passes: all that is kept of sales comes nearer by so much. */
async function pass(hours: number): Promise<void> {
  const nearer = async (table: string, ...columns: string[]) => {
    // By way of a far time, since one row may come to where another still is.
    for (const by of [`- interval '400 years'`, `+ interval '400 years' - make_interval(hours => ${hours})`])
      await shop.sql(`UPDATE ${table} SET ${columns.map((column) => `${column} = ${column} ${by}`).join()}`);
  };
  await nearer('prices', 'sale_starts_at', 'sale_ends_at');
  await nearer('product_listings', 'shown_until');
  await nearer('product_listings_ahead', 'shown_from', 'shown_until');
}

/** A product at 10.00, on sale at 7.00 after an hour and for an hour. */
async function onSaleSoon(categoryIds?: string[]) {
  const sale = { ...usd(700), startsAt: inHours(1), endsAt: inHours(2) };
  const variant = { prices: [usd(1000)], compareAtPrices: [usd(1200)], salePrices: [sale], onHand: 9 };
  const product = await aProduct(shop, { title: 'Zephyr', categoryIds, variants: [variant] });
  return { ...product, variantId: product.variants[0]!.variantId };
}

const get = async (path: string) => (await shop.http.get(path, { token })).body;
const patch = (variantId: string, body: object) =>
  shop.http.patch(`/variants/${variantId}`, body, { token: staff });
const titles = ({ items }: { items: { title: string }[] }) => items.map(({ title }) => title);

describe('a scheduled sale', () => {
  it('is seen in every place while it holds, and neither before nor after', async () => {
    const { id: categoryId, slug: category } = await aCategory(shop);
    const { productId, variantId } = await onSaleSoon([categoryId]);
    const { slug: other } = await aProduct(shop, {
      title: 'Other',
      categoryIds: [categoryId],
      variants: [{ prices: [usd(800)] }],
    });
    const cartId = await aReadyCart(shop, { items: [{ variantId }] });
    interface Item {
      readonly id: string;
      readonly priceFrom: { amount: number };
      readonly compareAtPrice: { amount: number } | null;
    }
    const priceIn = ({ items }: { items: Item[] }) => {
      const item = items.find(({ id }) => id === productId);
      return [item?.priceFrom.amount, item?.compareAtPrice?.amount];
    };
    const seen = async () => {
      const [variant] = (await get(`/products/${productId}`)).variants;
      const shelf = `/products?category=${category}`;
      return {
        page: [variant.price.amount, variant.compareAtPrice?.amount],
        list: priceIn(await get(shelf)),
        search: priceIn(await get('/products?q=zephyr')),
        related: priceIn(await get(`/products/${other}/related`)),
        cheapestFirst: titles(await get(`${shelf}&sort=price`)),
        dearestFirst: titles(await get(`${shelf}&sort=-price`)),
        upTo7: titles(await get(`${shelf}&maxPrice=700`)),
        from9: titles(await get(`${shelf}&minPrice=900`)),
        ranges: (await get(`${shelf}&facets=true`)).facets.prices.map(({ from }: { from: number }) => from),
        cart: (await get(`/carts/${cartId}`)).items[0].unitPrice,
      };
    };
    const without = {
      page: [1000, 1200],
      list: [1000, 1200],
      search: [1000, 1200],
      related: [1000, 1200],
      cheapestFirst: ['Other', 'Zephyr'],
      dearestFirst: ['Zephyr', 'Other'],
      upTo7: [],
      from9: ['Zephyr'],
      ranges: [800, 1000],
      cart: usd(1000),
    };

    expect(await seen()).toEqual(without);
    await pass(1);
    expect(await seen()).toEqual({
      page: [700, 1000],
      list: [700, 1000],
      search: [700, 1000],
      related: [700, 1000],
      cheapestFirst: ['Zephyr', 'Other'],
      dearestFirst: ['Other', 'Zephyr'],
      upTo7: ['Zephyr'],
      from9: [],
      ranges: [700, 800],
      cart: usd(700),
    });
    await shop.doctor();
    await pass(1);
    expect(await seen()).toEqual(without);
  });

  it('holds from its start on and until just before its end, to the microsecond', async () => {
    const { variantId } = await onSaleSoon();
    const rows = await shop.sql(
      `SELECT at.label, price.amount, price.compare_at AS "compareAt"
       FROM prices, LATERAL (VALUES (1, 'before', sale_starts_at - interval '1 microsecond'), (2, 'start', sale_starts_at),
         (3, 'last', sale_ends_at - interval '1 microsecond'), (4, 'end', sale_ends_at)) AS at (n, label, moment),
         LATERAL prices_at(at.moment) AS price
       WHERE prices.variant_id = $1 AND price.variant_id = $1 ORDER BY n`,
      [variantId],
    );
    expect(rows).toEqual([
      { label: 'before', amount: 1000, compareAt: 1200 },
      { label: 'start', amount: 700, compareAt: 1000 },
      { label: 'last', amount: 700, compareAt: 1000 },
      { label: 'end', amount: 1000, compareAt: 1200 },
    ]);
  });

  it('has always begun without a start, and never ends without an end', async () => {
    const product = await aProduct(shop, {
      variants: [{ prices: [usd(1000), { amount: 900, currency: 'EUR' }], salePrices: [usd(0)] }],
    });
    const [variant] = (await get(`/products/${product.productId}`)).variants;
    expect(variant).toMatchObject({ price: usd(0), compareAtPrice: usd(1000) });
    const [euro] = (await get(`/products/${product.productId}?currency=EUR`)).variants;
    expect(euro).toMatchObject({ price: { amount: 900 }, compareAtPrice: null });
  });

  it('is one of several of a product, whose lowest price is right at every moment', async () => {
    const sizes = Array.from({ length: 12 }, (_, size) => String(size));
    const variants = sizes.map((Size, at) => ({
      options: { Size },
      prices: [usd(2000 + at)],
      salePrices: [
        { ...usd(1000 + ((at * 7) % 12)), startsAt: inHours(at % 5), endsAt: inHours(5 + (at % 3)) },
      ],
    }));
    const { productId } = await aProduct(shop, { options: [{ name: 'Size', values: sizes }], variants });
    const lowest = async () => {
      const { variants: shown } = await get(`/products/${productId}`);
      return Math.min(...shown.map(({ price }: { price: { amount: number } }) => price.amount));
    };
    for (let hour = 0; hour <= 8; hour += 1) {
      const { items } = await get('/products?limit=100');
      expect(items.find(({ id }: { id: string }) => id === productId).priceFrom.amount).toBe(await lowest());
      await shop.doctor();
      await pass(1);
    }
  });
});

describe('a price to compare with', () => {
  it('is shown where it is higher alone, and told to staff in any case', async () => {
    const { variantId, productId } = await onSaleSoon();
    await patch(variantId, { salePrices: [], compareAtPrices: [usd(1000)] });
    const staffs = await shop.http.get(`/products/${productId}`, { token: staff });
    expect(staffs.body.variants[0]).toMatchObject({ compareAtPrice: null, compareAtPrices: [usd(1000)] });
    await patch(variantId, { compareAtPrices: [usd(1001)] });
    expect((await get(`/products/${productId}`)).variants[0]).toMatchObject({ compareAtPrice: usd(1001) });
  });
});

describe('staff', () => {
  it('see what is planned, change it, and take it back', async () => {
    const { variantId } = await onSaleSoon();
    const endsAt = '2126-01-01T01:00:00.25+01:00';
    const changed = await patch(variantId, { salePrices: [{ ...usd(900), startsAt: null, endsAt }] });
    expect(changed.body).toMatchObject({
      price: usd(900),
      compareAtPrice: usd(1000),
      prices: [usd(1000)],
      compareAtPrices: [usd(1200)],
      salePrices: [{ ...usd(900), startsAt: null, endsAt: '2126-01-01T00:00:00.250Z' }],
    });
    const back = await patch(variantId, { salePrices: [] });
    expect(back.body).toMatchObject({ price: usd(1000), compareAtPrice: usd(1200), salePrices: [] });
    expect(await shop.sql('SELECT FROM product_listings_ahead WHERE price_from = 900')).toEqual([]);
  });

  it('keep a sale that is to come when they change the price, and lose one that is over', async () => {
    const { variantId } = await onSaleSoon();
    expect((await patch(variantId, { prices: [usd(950)] })).body.salePrices).toMatchObject([usd(700)]);
    const refused = await patch(variantId, { prices: [usd(700)] });
    expect(refused).toMatchObject({
      status: 400,
      body: {
        code: 'validation_failed',
        errors: [{ path: 'salePrices.0.amount', code: 'sale_not_below_price' }],
      },
    });
    await pass(2);
    expect((await patch(variantId, { prices: [usd(600)] })).body).toMatchObject({
      price: usd(600),
      salePrices: [],
    });
  });

  it.each([
    [{ ...usd(1000) }, 'salePrices.0.amount', 'sale_not_below_price'],
    [{ ...usd(-1) }, 'salePrices.0.amount', 'min'],
    [{ amount: 5, currency: 'EUR' }, 'salePrices.0.currency', 'price_missing'],
    [{ ...usd(5), startsAt: '2026-11-27' }, 'salePrices.0.startsAt', 'instant'],
    [{ ...usd(5), startsAt: '2026-11-27T00:00:00' }, 'salePrices.0.startsAt', 'instant'],
    [{ ...usd(5), startsAt: '2026-02-30T00:00:00Z' }, 'salePrices.0.startsAt', 'instant'],
    [{ ...usd(5), startsAt: '9999-12-31T23:59:59-01:00' }, 'salePrices.0.startsAt', 'instant'],
    [{ ...usd(5), endsAt: '1969-12-31T23:59:59Z' }, 'salePrices.0.endsAt', 'instant'],
    [{ ...usd(5), endsAt: 1795000000000 }, 'salePrices.0.endsAt', 'instant'],
    [{ ...usd(5), endsAt: 'infinity' }, 'salePrices.0.endsAt', 'instant'],
    [
      { ...usd(5), startsAt: '2026-11-27T00:00:00.0001Z', endsAt: '2026-11-27T01:00:00.0009+01:00' },
      'salePrices.0.endsAt',
      'sale_ends_before_start',
    ],
  ])('are refused %j', async (sale, path, code) => {
    const body = { title: 'Refused', variants: [{ prices: [usd(1000)], salePrices: [sale] }] };
    const { status, body: problem } = await shop.http.post('/products', body, {
      token: staff,
      idempotencyKey: aKey(),
    });
    expect(status).toBe(400);
    expect(problem.errors).toMatchObject([{ path: `variants.0.${path}`, code }]);
  });

  it('are refused two sales in one currency', async () => {
    const { variantId } = await onSaleSoon();
    expect((await patch(variantId, { salePrices: [usd(1), usd(2)] })).status).toBe(400);
  });

  it.each([
    'sale_amount = amount',
    'sale_amount = -1',
    'sale_amount = NULL',
    'sale_ends_at = sale_starts_at',
    "sale_ends_at = 'infinity'",
  ])('cannot get past the database with %s', async (change) => {
    const { variantId } = await onSaleSoon();
    await expect(shop.sql(`UPDATE prices SET ${change} WHERE variant_id = $1`, [variantId])).rejects.toThrow(
      'violates check constraint "prices_sale',
    );
  });
});

describe('an order', () => {
  const order = (body: object) => shop.http.post('/orders', body, { idempotencyKey: aKey() });

  it('that was agreed to during the sale is refused after it, with what it costs now', async () => {
    const { variantId } = await onSaleSoon();
    const cartId = await aReadyCart(shop, { items: [{ variantId, quantity: 2 }] });
    await pass(1);
    const { total: expectedTotal } = (await get(`/carts/${cartId}`)).totals;
    await pass(1);

    const refused = await order({ cartId, expectedTotal });
    expect([refused.status, refused.body.code]).toEqual([409, 'price_changed']);
    expect(refused.body.totals.subtotal).toEqual(usd(2000));
    const placed = await order({ cartId, expectedTotal: refused.body.totals.total });
    expect(placed.body.items).toMatchObject([{ unitPrice: usd(1000) }]);
  });

  it('keeps the price of the sale that it was placed in', async () => {
    const { variantId } = await onSaleSoon();
    const cartId = await aReadyCart(shop, { items: [{ variantId }] });
    await pass(1);
    const { body, status } = await order({ cartId });
    expect(status).toBe(201);
    await pass(1);
    expect(body.items).toMatchObject([{ unitPrice: usd(700), total: usd(700) }]);
  });

  it('that begins in the sale and has to wait for its cart takes the price of when it is its turn', async () => {
    const { variantId } = await onSaleSoon();
    const cartId = await aReadyCart(shop, { items: [{ variantId }] });
    await pass(1);
    const { total: expectedTotal } = (await get(`/carts/${cartId}`)).totals;
    const holder = await aHolder(shop.databaseUrl);
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT FROM carts WHERE id = $1 FOR UPDATE', [cartId]);
      const end = async () => {
        await eventually(async () => {
          const waiting = await shop.sql(
            `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          return waiting.length > 0;
        });
        // Later than the order's transaction has begun, and before it reads a price.
        await shop.sql('UPDATE prices SET sale_ends_at = clock_timestamp() WHERE variant_id = $1', [
          variantId,
        ]);
        await holder.query('COMMIT');
      };
      const [refused] = await Promise.all([order({ cartId, expectedTotal }), end()]);
      expect([refused.status, refused.body.code]).toEqual([409, 'price_changed']);
      expect(refused.body.totals.subtotal).toEqual(usd(1000));
    } finally {
      await holder.end();
    }
    await patch(variantId, { salePrices: [] });
  });
});

describe('a cached answer', () => {
  /** What four reads show in the seconds before, in and after a sale; gives how they were answered in each. */
  async function watchSale(seconds: number): Promise<ReadonlySet<string>> {
    const { id: categoryId, slug: category } = await aCategory(shop);
    const { productId, variantId } = await onSaleSoon([categoryId]);
    const { slug: other } = await aProduct(shop, { categoryIds: [categoryId] });
    const first = (body: { items: { id: string; priceFrom: { amount: number } }[] }) =>
      body.items.find(({ id }) => id === productId)?.priceFrom.amount;
    const reads: [path: string, priceIn: (body: any) => number | undefined][] = [
      [`/products/${productId}`, ({ variants }) => variants[0].price.amount],
      [`/products?category=${category}`, first],
      [`/products?category=${category}&maxPrice=700`, first],
      [`/products/${other}/related`, first],
    ];
    const [startsAt, endsAt] = [1, 2].map((steps) =>
      new Date(Date.now() + steps * seconds * 1_000).toISOString(),
    );
    await patch(variantId, { salePrices: [{ ...usd(700), startsAt, endsAt }] });
    const phase = async () => {
      const [row] = await shop.sql<{ phase: number }>(
        'SELECT (clock_timestamp() >= $1)::integer + (clock_timestamp() >= $2)::integer AS phase',
        [startsAt, endsAt],
      );
      return row!.phase;
    };
    const seen = new Set<string>();
    for (let before = await phase(), isOver = false; !isOver;) {
      isOver = before === 2;
      const answers = await Promise.all(reads.map(([path]) => shop.http.get(path)));
      const after = await phase();
      if (before === after) {
        const prices = answers.map(({ body }, at) => reads[at]![1](body));
        expect(prices, `in phase ${before}`).toEqual(
          before === 1 ? [700, 700, 700, 700] : [1000, 1000, undefined, 1000],
        );
        for (const { headers } of answers) seen.add(`${before} ${headers['cache-status']}`);
      }
      before = after;
    }
    return seen;
  }

  it('is not given any more once a sale has begun or ended, however long it may be kept otherwise', async () => {
    const wanted = ['0 cartwright; hit', '1 cartwright; hit'];
    // A machine that has no time to read twice in a second is given more of them.
    for (const seconds of [1, 4]) {
      const seen = await watchSale(seconds);
      if (wanted.every((each) => seen.has(each))) return;
    }
    const seen = await watchSale(15);
    expect([...seen]).toEqual(expect.arrayContaining(wanted));
  }, 60_000);
});

describe('the renewal of listings', () => {
  const ahead = (ids: readonly string[]) =>
    shop.sql('SELECT FROM product_listings_ahead WHERE product_id = ANY($1)', [ids]);
  const over = () => shop.sql('SELECT FROM product_listings WHERE shown_until <= now()');

  it('puts what has begun among the others, shared by those who run at once, and nobody sees it', async () => {
    const ids: string[] = [];
    for (let made = 0; made < 5; made += 1) ids.push((await onSaleSoon()).productId);
    expect(await ahead(ids)).toHaveLength(10);
    await pass(1);
    expect((await over()).length).toBeGreaterThanOrEqual(5);
    const list = await get('/products?q=zephyr&sort=price&limit=100');

    await Promise.all([1, 2, 3].map(() => shop.get(ListingsJobs).moveSales()));

    // What one of them skipped, another had under way.
    expect(await over()).toEqual([]);
    expect(await ahead(ids)).toHaveLength(5);
    expect(await get('/products?q=zephyr&sort=price&limit=100')).toEqual(list);
    await pass(1);
    await shop.get(ListingsJobs).moveSales();
    expect([await over(), await ahead(ids)]).toEqual([[], []]);
  });

  it('is missed by the doctor where a listing is not ready for a sale', async () => {
    const { productId } = await onSaleSoon();
    await shop.sql('UPDATE product_listings_ahead SET price_from = 1 WHERE product_id = $1', [productId]);
    await expect(shop.doctor()).rejects.toThrow('catalog.listings_follow_sales');
    await shop.http.patch(`/products/${productId}`, { title: 'Made anew' }, { token: staff });
  });
});

describe('a process of the version before', () => {
  it('writes prices and listings as it did', async () => {
    const { productId, variantId } = await onSaleSoon();
    await patch(variantId, { salePrices: [] });
    await shop.sql('DELETE FROM prices WHERE variant_id = $1', [variantId]);
    await shop.sql(
      `INSERT INTO prices (variant_id, currency, amount, compare_at) VALUES ($1, 'USD', 1100, DEFAULT)`,
      [variantId],
    );
    await shop.sql(
      `INSERT INTO product_listings (product_id, currency, status, slug, title, price_from, available, category_ids,
         option_values, document, created_at)
       SELECT id, 'USD', status, slug, title, 1100, true, '{}', '{}', '', created_at FROM products WHERE id = $1
       ON CONFLICT (product_id, currency) DO UPDATE SET price_from = excluded.price_from`,
      [productId],
    );
    const { items } = await get('/products?q=zephyr&minPrice=1100');
    expect(items).toMatchObject([{ id: productId, priceFrom: usd(1100) }]);
    // What the price is compared with it does not know; the migration has a job put that right once it is gone.
    await shop.sql(new RenewListings1795452010000().sql);
    const [job] = await shop.sql(
      `SELECT run_at > now() + interval '9 minutes' AS "isLater" FROM graphile_worker.jobs
       WHERE task_identifier = 'catalog.renew_all'`,
    );
    expect(job).toEqual({ isLater: true });
    await shop.get(ListingsJobs).renewAll({});
    expect((await get('/products?q=zephyr&minPrice=1100')).items).toMatchObject([{ compareAtPrice: null }]);
  });
});
