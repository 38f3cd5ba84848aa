import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Money, money } from '../../src/common/money/money.js';
import { ShippingFacade } from '../../src/shipping/index.js';
import { aStaff } from '../support/builders/accounts.js';
import { aKey } from '../support/builders/orders.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { openShop, type TestShop } from '../support/shop.js';
import { expectStaffAlone } from '../support/staff-alone.js';

const usd = (amount: number) => money(amount, 'USD');
const standard = { name: 'Standard', rates: [{ country: 'US', price: usd(500) }] };

let shop: TestShop;
let token: string;

beforeAll(async () => {
  shop = await openShop();
  token = (await aStaff(shop)).token;
});

afterAll(() => shop.close());

beforeEach(() => shop.sql('DELETE FROM shipping_methods'));

const create = (body: unknown = standard) =>
  shop.http.post('/shipping-methods', body, { token, idempotencyKey: aKey() });

describe('What shipping costs', () => {
  const optionsFor = async (country: string, subtotal: Money, methodId?: string) => {
    const rates = await shop.ask(shop.get(ShippingFacade).ratesTo(country, subtotal.currency, methodId));
    return rates.optionsFor(subtotal);
  };
  const offers = async (country: string, subtotal = usd(10_00)) => {
    const options = await optionsFor(country, subtotal);
    return options.map(({ name, price }) => [name, price.amount, price.currency]);
  };

  it('is the rate of the country, else of the rest of the world', async () => {
    await aShippingMethod(shop, { rates: [{ country: 'DE', price: 490 }, { price: 1900 }] });
    expect(await offers('DE')).toEqual([['Standard', 490, 'USD']]);
    expect(await offers('FR')).toEqual([['Standard', 1900, 'USD']]);
  });

  it('is that of the rest of the world where the country has a rate in another currency alone', async () => {
    await aShippingMethod(shop, { rates: [{ country: 'DE', currency: 'EUR', price: 490 }, { price: 1900 }] });
    expect(await offers('DE')).toEqual([['Standard', 1900, 'USD']]);
    expect(await offers('DE', money(1, 'EUR'))).toEqual([['Standard', 490, 'EUR']]);
  });

  it('falls with the value of the goods', async () => {
    await aShippingMethod(shop, {
      rates: [{ price: 900 }, { price: 400, from: 50_00 }, { price: 0, from: 100_00 }],
    });
    const prices = [0, 49_99, 50_00, 99_99, 100_00, 1_000_000_000_000].map((amount) =>
      offers('US', usd(amount)),
    );
    expect((await Promise.all(prices)).map(([offer]) => offer?.[1])).toEqual([900, 900, 400, 400, 0, 0]);
  });

  it('is nothing where the method does not go: another country, currency, or a value too small', async () => {
    await aShippingMethod(shop, {
      rates: [{ country: 'US' }, { country: 'CH', from: 30_00 }, { price: 100 }],
    });
    await aShippingMethod(shop, { name: 'Euro', rates: [{ country: 'DE', currency: 'EUR' }] });
    expect(await offers('DE', money(10_00, 'GBP'))).toEqual([]);
    expect(await offers('CH', usd(29_99))).toEqual([]);
    expect(await offers('CH', usd(30_00))).toEqual([['Standard', 500, 'USD']]);
    expect(await offers('DE', money(0, 'EUR'))).toEqual([['Euro', 500, 'EUR']]);
  });

  it('lists the cheapest method first, and finds one of them by its id', async () => {
    await aShippingMethod(shop, { name: 'Express', rates: [{ price: 1500 }] });
    const slow = await aShippingMethod(shop, { name: 'Slow', rates: [{ price: 200 }] });
    expect((await offers('US')).map(([name]) => name)).toEqual(['Slow', 'Express']);
    expect(await optionsFor('US', usd(1), slow)).toEqual([{ id: slow, name: 'Slow', price: usd(200) }]);
    expect(await optionsFor('US', money(1, 'EUR'), slow)).toEqual([]);
  });

  it('lists methods of one price by name', async () => {
    for (const name of ['Tram', 'Bike', 'Lorry']) await aShippingMethod(shop, { name });
    expect((await offers('US')).map(([name]) => name)).toEqual(['Bike', 'Lorry', 'Tram']);
  });

  it('is found in one statement', async () => {
    const id = await aShippingMethod(shop);
    expect(await shop.statementsOf(() => optionsFor('US', usd(1)))).toHaveLength(1);
    expect(await shop.statementsOf(() => optionsFor('US', usd(1), id))).toHaveLength(1);
  });
});

describe('Staff', () => {
  it('create, read and list shipping methods', async () => {
    const rates = [
      { country: '*', price: usd(1900) },
      { country: 'DE', price: money(490, 'EUR'), minSubtotal: money(2000, 'EUR') },
    ];
    const made = await create({ name: 'Parcel', rates });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: 'Parcel',
      version: 1,
      rates: [{ country: '*', price: usd(1900), minSubtotal: usd(0) }, rates[1]],
    });
    const read = await shop.http.get(`/shipping-methods/${made.body.id}`, { token });
    expect(read.body).toEqual(made.body);
    expect(read.headers['etag']).toMatch(/^"1-/);
    expect((await shop.http.get('/shipping-methods', { token })).body).toEqual({
      items: [made.body],
      nextCursor: null,
    });
  });

  it('page through them', async () => {
    for (const name of ['A', 'B', 'C']) await create({ ...standard, name });
    const first = await shop.http.get('/shipping-methods?limit=2', { token });
    expect(first.body.items.map(({ name }: { name: string }) => name)).toEqual(['A', 'B']);
    const second = await shop.http.get(`/shipping-methods?limit=2&cursor=${first.body.nextCursor}`, {
      token,
    });
    expect(second.body.items.map(({ name }: { name: string }) => name)).toEqual(['C']);
    expect(second.body.nextCursor).toBeNull();
    const tampered = `${first.body.nextCursor.slice(0, -2)}AA`;
    expect((await shop.http.get(`/shipping-methods?cursor=${tampered}`, { token })).body.code).toBe(
      'invalid_cursor',
    );
  });

  it('rename a method, or replace its rates', async () => {
    const { body: method } = await create();
    const path = `/shipping-methods/${method.id}`;
    const renamed = await shop.http.patch(path, { name: 'Slow' }, { token });
    expect(renamed.body).toMatchObject({ name: 'Slow', version: 2, rates: method.rates });
    const repriced = await shop.http.patch(path, { rates: [{ country: 'CA', price: usd(900) }] }, { token });
    expect(repriced.body).toMatchObject({
      name: 'Slow',
      version: 3,
      rates: [{ country: 'CA', price: usd(900) }],
    });
  });

  it('keep the version by a change that changes nothing', async () => {
    const { body: method } = await create({ ...standard, rates: [rateFrom(0), rateFrom(10)] });
    const same = { name: standard.name, rates: [rateFrom(10), rateFrom(0)] };
    for (const change of [same, { name: standard.name }, {}])
      expect((await shop.http.patch(`/shipping-methods/${method.id}`, change, { token })).body).toEqual(
        method,
      );
  });

  it('do not overwrite a change that they have not seen', async () => {
    const { body: method } = await create();
    const path = `/shipping-methods/${method.id}`;
    const stale = { token, headers: { 'if-match': (await shop.http.get(path, { token })).headers['etag']! } };
    await shop.http.patch(path, { name: 'Slow' }, { token });
    expect((await shop.http.patch(path, { name: 'Fast' }, stale)).body.code).toBe('stale_version');
    expect((await shop.http.delete(path, stale)).status).toBe(412);
    const fresh = { token, headers: { 'if-match': (await shop.http.get(path, { token })).headers['etag']! } };
    expect((await shop.http.patch(path, { name: 'Fast' }, fresh)).body).toMatchObject({
      name: 'Fast',
      version: 3,
    });
  });

  it('keep one whole set of rates when they replace them at once', async () => {
    const { body: method } = await create();
    await shop.listen();
    const sets = ['AT', 'BE', 'CH', 'DE', 'ES', 'FR', 'GB', 'IT'].map((country) => [
      { country, price: usd(100) },
      { country, price: usd(50), minSubtotal: usd(1000) },
    ]);
    const path = `/shipping-methods/${method.id}`;
    const answers = await Promise.all(sets.map((rates) => shop.network.patch(path, { rates }, { token })));
    expect(answers.map(({ status }) => status)).toEqual(sets.map(() => 200));
    const { body } = await shop.http.get(path, { token });
    expect(body.version).toBe(1 + sets.length);
    expect(body.rates).toHaveLength(2);
    expect(body.rates[0].country).toBe(body.rates[1].country);
  });

  it('delete a method with its rates', async () => {
    const { body: method } = await create();
    expect((await shop.http.delete(`/shipping-methods/${method.id}`, { token })).status).toBe(204);
    for (const send of [
      () => shop.http.get(`/shipping-methods/${method.id}`, { token }),
      () => shop.http.patch(`/shipping-methods/${method.id}`, { name: 'X' }, { token }),
      () => shop.http.delete(`/shipping-methods/${method.id}`, { token }),
      () => shop.http.get('/shipping-methods/1', { token }),
    ])
      expect((await send()).body).toMatchObject({ status: 404, code: 'not_found' });
    expect(await shop.sql('SELECT FROM shipping_rates')).toHaveLength(0);
  });

  it.each([
    ['no name', { rates: standard.rates }],
    ['a long name', { ...standard, name: 'x'.repeat(101) }],
    ['no rates', { name: 'A' }],
    ['an empty list of rates', { name: 'A', rates: [] }],
    ['rates that are no list', { name: 'A', rates: standard.rates[0] }],
    ['a list in the list', { name: 'A', rates: [standard.rates] }],
    ['too many rates', { name: 'A', rates: Array.from({ length: 501 }, (_, from) => rateFrom(from)) }],
    ['a rate without a price', { name: 'A', rates: [{ country: 'US' }] }],
    ['a price that is a list', { name: 'A', rates: [{ country: 'US', price: [usd(1)] }] }],
    ['a negative price', { name: 'A', rates: [{ country: 'US', price: usd(-1) }] }],
    ['a price with a fraction', { name: 'A', rates: [{ country: 'US', price: usd(1.5) }] }],
    ['an unknown currency', { name: 'A', rates: [{ country: 'US', price: money(1, 'ABC') }] }],
    ['an unknown country', { name: 'A', rates: [{ country: 'UK', price: usd(1) }] }],
    [
      'a value in another currency',
      { name: 'A', rates: [{ ...standard.rates[0], minSubtotal: money(1, 'EUR') }] },
    ],
    ['a value of null', { name: 'A', rates: [{ ...standard.rates[0], minSubtotal: null }] }],
    ['two rates for one place', { name: 'A', rates: [rateFrom(5), rateFrom(5)] }],
    [
      'two rates for one place, one of them by default',
      { name: 'A', rates: [rateFrom(0), standard.rates[0]] },
    ],
    ['null in the list', { name: 'A', rates: [null] }],
    ['a version', { ...standard, version: 3 }],
  ])('are refused a method with %s', async (_, body) => {
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(['validation_failed', 'unknown_field']).toContain(answer.body.code);
    expect(await shop.sql('SELECT FROM shipping_methods')).toHaveLength(0);
  });

  it.each([{ name: null }, { rates: null }, { rates: [] }, { name: '' }, { id: 'x' }])(
    'are refused the change %j',
    async (change) => {
      const { body: method } = await create();
      expect((await shop.http.patch(`/shipping-methods/${method.id}`, change, { token })).status).toBe(400);
      expect((await shop.http.get(`/shipping-methods/${method.id}`, { token })).body).toEqual(method);
    },
  );

  it('can price one place in several currencies, and use a name of the full length', async () => {
    const rates = ['CHF', 'EUR', 'JPY'].map((currency) => ({
      country: 'CH',
      price: money(1, currency),
      minSubtotal: money(0, currency),
    }));
    const name = '🚚'.repeat(100);
    expect((await create({ name, rates })).body).toMatchObject({ name, rates });
  });

  it('can send as many rates as a method may have', async () => {
    const rates = Array.from({ length: 500 }, (_, from) => rateFrom(from));
    expect((await create({ name: 'A', rates })).body.rates).toHaveLength(500);
  });

  it('make one method when they send the same request twice', async () => {
    const options = { token, idempotencyKey: 'one-method' };
    const first = await shop.http.post('/shipping-methods', standard, options);
    const second = await shop.http.post('/shipping-methods', standard, options);
    expect(second.text).toBe(first.text);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await shop.sql('SELECT FROM shipping_methods')).toHaveLength(1);
  });

  it('are the only ones who may', async () => {
    const id = await aShippingMethod(shop);
    await expectStaffAlone(shop, (as) => [
      shop.http.get('/shipping-methods', as),
      shop.http.get(`/shipping-methods/${id}`, as),
      shop.http.post('/shipping-methods', standard, as),
      shop.http.patch(`/shipping-methods/${id}`, { name: 'X' }, as),
      shop.http.delete(`/shipping-methods/${id}`, as),
    ]);
  });
});

function rateFrom(from: number) {
  return { country: 'US', price: usd(1), minSubtotal: usd(from) };
}
