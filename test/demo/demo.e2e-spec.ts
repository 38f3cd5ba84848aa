import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Terminal } from '../../src/common/cli/terminal.js';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../src/demo/demo.accounts.js';
import { DemoSeed, WALK_COMMAND } from '../../src/demo/index.js';
import { walk } from '../../src/demo/walk/walk.js';
import { openShop, type TestShop } from '../support/shop.js';

class CapturedTerminal extends Terminal {
  readonly lines: string[] = [];

  override print(text = ''): void {
    this.lines.push(text);
  }
}

const US = {
  name: 'Ada',
  line1: '1 Main St',
  city: 'Albany',
  region: 'NY',
  postalCode: '12207',
  country: 'US',
};
const DE = { name: 'Ada', line1: 'Hauptstr. 1', city: 'Berlin', postalCode: '10115', country: 'DE' };

beforeAll(() => {
  // The seed shows its progress there.
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterAll(() => vi.restoreAllMocks());

describe('the demo shop', () => {
  let shop: TestShop;

  beforeAll(async () => {
    shop = await openShop();
    await shop.get(DemoSeed).load();
  });
  afterAll(() => shop.close());

  it('has at least 30 active products, the first page mostly in stock', async () => {
    const first = await shop.http.get('/products');
    const second = await shop.http.get(`/products?limit=100&cursor=${first.body.nextCursor}`);

    const available = first.body.items.filter((item: { available: boolean }) => item.available);
    expect(first.body.items.length + second.body.items.length).toBe(60);
    expect(available.length).toBeGreaterThan(first.body.items.length * 0.75);
  });

  it('prices everything in dollars and in euros', async () => {
    const { body } = await shop.http.get('/products?currency=EUR&limit=100');

    expect(body.items).toHaveLength(60);
    expect(new Set(body.items.map((item: any) => item.priceFrom.currency))).toEqual(new Set(['EUR']));
  });

  it('shows options, a price before, and what is sold out', async () => {
    const skillet = await shop.http.get('/products/hearthside-cast-iron-skillet');
    const saucepan = await shop.http.get('/products/copper-bottomed-saucepan');
    const vise = await shop.http.get('/products/cartwrights-bench-vise');

    expect(skillet.body.options).toEqual([{ name: 'Diameter', values: ['20 cm', '26 cm', '30 cm'] }]);
    expect(saucepan.body.variants[0].compareAtPrice).toEqual({ amount: 10900, currency: 'USD' });
    expect(vise.body.variants.map((variant: any) => variant.available)).toEqual([false]);
  });

  it('has its products in a tree of categories', async () => {
    const { body } = await shop.http.get('/categories');
    const { body: cookware } = await shop.http.get('/products?category=cookware');

    expect(body.items).toHaveLength(8);
    expect(body.items.find((category: any) => category.slug === 'kitchen').children).toHaveLength(3);
    expect(cookware.items).toHaveLength(3);
  });

  it.each([
    ['the United States', US, 40_000],
    ['Germany', DE, 190_000],
  ])('ships to %s and knows its tax', async (_, shippingAddress, millionths) => {
    const items = [{ sku: 'PARING-KNIFE-WALNUT', quantity: 1 }];
    const { body: cart } = await shop.http.post('/carts', { items });
    await shop.http.patch(`/carts/${cart.id}`, { email: 'ada@example.com', shippingAddress });
    const { body: methods } = await shop.http.get(`/carts/${cart.id}/shipping-methods`);

    expect(methods.items.length).toBeGreaterThanOrEqual(2);
    const { body } = await shop.http.patch(`/carts/${cart.id}`, { shippingMethodId: methods.items[0].id });
    const { subtotal, shipping, tax } = body.totals;
    expect(body.problems).toEqual([]);
    expect(shipping.amount).toBeGreaterThan(0);
    expect(tax.amount).toBe(
      Math.round((subtotal.amount * millionths) / 1e6) + Math.round((shipping.amount * millionths) / 1e6),
    );
  });

  it.each(DEMO_ACCOUNTS)('lets $email sign in', async ({ email, roles }) => {
    const { status, body } = await shop.http.post('/auth/login', { email, password: DEMO_PASSWORD });
    const me = await shop.http.get('/auth/me', { token: body.accessToken });

    expect(status).toBe(200);
    expect(me.body).toMatchObject({ email, roles });
  });

  it('is not loaded into a shop that has products, also when two processes start at once', async () => {
    expect(await Promise.all([shop.get(DemoSeed).load(), shop.get(DemoSeed).load()])).toEqual([false, false]);
    expect(await shop.sql('SELECT count(*)::int AS products FROM products')).toEqual([{ products: 60 }]);
  });

  it('keeps its books', () => shop.doctor());
});

describe('an empty shop that two processes start to fill at once', () => {
  let shop: TestShop;

  beforeAll(async () => {
    shop = await openShop({ worker: false });
  });
  afterAll(() => shop.close());

  it('is filled by one of them', async () => {
    const loaded = await Promise.all([shop.get(DemoSeed).load(), shop.get(DemoSeed).load()]);

    expect(loaded.filter(Boolean)).toHaveLength(1);
    expect(await shop.sql('SELECT count(*)::int AS products FROM products')).toEqual([{ products: 60 }]);
  });
});

describe('the walk through a purchase', () => {
  let shop: TestShop;
  let url: string;

  beforeAll(async () => {
    shop = await openShop();
    url = await shop.listen();
  });
  afterAll(() => shop.close());

  it('stops with a reason in a shop that has nothing to sell', async () => {
    const terminal = new CapturedTerminal();

    expect(await walk(url, terminal)).toBe(1);
    expect(terminal.lines.at(-1)).toContain('Nothing is in stock');
  });

  it('ends with a paid order', async () => {
    await shop.get(DemoSeed).load();
    const terminal = new CapturedTerminal();

    expect(await walk(url, terminal)).toBe(0);
    const text = terminal.lines.join('\n');
    const [order] = await shop.sql('SELECT number, status, payment_status AS "paymentStatus" FROM orders');
    expect(order).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(terminal.lines.at(-1)).toContain(order.number);
    expect(text).toContain('POST /api/v1/orders');
    expect(text).toContain('Idempotency-Replayed: true');
    expect(text).toMatch(/total +USD/);
    await shop.doctor();
  });

  it('says what to do when no shop answers', async () => {
    const terminal = new CapturedTerminal();

    expect(await walk('http://127.0.0.1:9', terminal)).toBe(1);
    expect(terminal.lines.at(-1)).toContain('No shop answers at http://127.0.0.1:9');
  });

  it('refuses an address that is none', async () => {
    const print = vi.spyOn(process.stdout, 'write').mockReturnValue(true);

    expect(await WALK_COMMAND.run(['not an address'])).toBe(1);
    expect(print.mock.calls.join()).toContain('"not an address" is no address');
  });
});
