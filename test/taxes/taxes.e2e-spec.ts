import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TaxesFacade } from '../../src/taxes/index.js';
import { aStaff } from '../support/builders/accounts.js';
import { aTaxRate } from '../support/builders/shipping.js';
import { openShop, type TestShop } from '../support/shop.js';
import { expectStaffAlone } from '../support/staff-alone.js';

const germany = { name: 'Umsatzsteuer', country: 'DE', millionths: 190_000 };

let shop: TestShop;
let token: string;

beforeAll(async () => {
  shop = await openShop();
  token = (await aStaff(shop)).token;
});

afterAll(() => shop.close());

beforeEach(() => shop.sql('DELETE FROM tax_rates'));

const create = (body: unknown = germany) => shop.http.post('/tax-rates', body, { token });

describe('The rate of a place', () => {
  const rateFor = async (country: string, region?: string) =>
    (await shop.ask(shop.get(TaxesFacade).rateFor(country, region))).millionths;

  it("is the region's, else the country's, else none", async () => {
    await aTaxRate(shop, { country: 'US', millionths: 10_000 });
    await aTaxRate(shop, { country: 'US', region: 'NY', millionths: 88_750 });
    expect(await rateFor('US', 'NY')).toBe(88_750);
    expect(await rateFor('US', 'TX')).toBe(10_000);
    expect(await rateFor('US')).toBe(10_000);
    expect(await rateFor('CA', 'NY')).toBe(0);
  });

  it('is found however the region is spelled', async () => {
    await aTaxRate(shop, { country: 'US', region: 'us-ny', millionths: 88_750 });
    for (const region of ['NY', 'ny', ' Ny ', 'US-NY', 'New York', 'new york'])
      expect(await rateFor('US', region)).toBe(88_750);
  });

  it('holds in the regions within its own, unless they have one', async () => {
    await aTaxRate(shop, { country: 'ES', millionths: 210_000 });
    await aTaxRate(shop, { country: 'ES', region: 'Canarias', millionths: 0 });
    expect(await rateFor('ES', 'Las Palmas')).toBe(0);
    await aTaxRate(shop, { country: 'ES', region: 'GC', millionths: 30_000 });
    expect(await rateFor('ES', 'Las Palmas')).toBe(30_000);
    expect(await rateFor('ES', 'Santa Cruz de Tenerife')).toBe(0);
    expect(await rateFor('ES', 'Madrid')).toBe(210_000);
  });

  it('from before regions were codes still holds where it did', async () => {
    await aTaxRate(shop, { country: 'US', region: 'CA', millionths: 72_500 });
    await shop.sql(`UPDATE tax_rates SET region = 'CALIFORNIA' WHERE region = 'CA'`);
    expect(await rateFor('US', 'California')).toBe(72_500);
    await aTaxRate(shop, { country: 'US', region: 'CA', millionths: 80_000 });
    expect(await rateFor('US', 'California')).toBe(80_000);
  });

  it('may be none in a region of a country that has one', async () => {
    await aTaxRate(shop, { country: 'US', millionths: 50_000 });
    await aTaxRate(shop, { country: 'US', region: 'OR', millionths: 0 });
    expect(await rateFor('US', 'OR')).toBe(0);
  });

  it('is found in one statement', async () => {
    expect(await shop.statementsOf(() => shop.ask(shop.get(TaxesFacade).rateFor('US', 'NY')))).toHaveLength(
      1,
    );
  });
});

describe('Staff', () => {
  it('create, read, change and delete tax rates', async () => {
    const made = await create({ ...germany, country: 'US', region: 'ny' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ ...germany, country: 'US', region: 'NY', version: 1 });
    const path = `/tax-rates/${made.body.id}`;
    expect((await shop.http.get(path, { token })).body).toEqual(made.body);
    const changed = await shop.http.patch(path, { millionths: 0 }, { token });
    expect(changed.body).toMatchObject({ name: germany.name, millionths: 0, version: 2 });
    expect((await shop.http.delete(path, { token })).status).toBe(204);
    for (const send of [
      () => shop.http.get(path, { token }),
      () => shop.http.patch(path, { name: 'X' }, { token }),
      () => shop.http.delete(path, { token }),
    ])
      expect((await send()).body).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('list them by pages', async () => {
    for (const country of ['AT', 'BE', 'DE']) await aTaxRate(shop, { country });
    const first = await shop.http.get('/tax-rates?limit=2', { token });
    const second = await shop.http.get(`/tax-rates?limit=2&cursor=${first.body.nextCursor}`, { token });
    const countries = [...first.body.items, ...second.body.items].map(({ country }) => country);
    expect(countries).toEqual(['AT', 'BE', 'DE']);
    expect(second.body.nextCursor).toBeNull();
  });

  it.each([
    ['US', 'ZZ'],
    ['US', 'nowhere'],
    ['DE', 'NY'],
    ['ES', 'Atlantis'],
  ])('make no rate for %s, %s', async (country, region) => {
    const refused = await create({ ...germany, country, region });
    expect(refused.body).toMatchObject({
      status: 400,
      code: 'validation_failed',
      errors: [{ path: 'region' }],
    });
  });

  it('make one rate of a region, however they write it', async () => {
    expect((await create({ ...germany, country: 'US', region: 'California' })).body.region).toBe('CA');
    expect((await create({ ...germany, country: 'US', region: 'us-ca' })).body.code).toBe('tax_rate_exists');
    expect((await create({ ...germany, country: 'XK' })).status).toBe(201);
  });

  it('give a place one rate, also when two of them do it at once', async () => {
    await shop.listen();
    for (const place of [germany, { ...germany, country: 'US', region: 'NY' }]) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => shop.network.post('/tax-rates', place, { token })),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(7);
      expect(answers.find(({ status }) => status === 409)?.body.code).toBe('tax_rate_exists');
    }
  });

  it('do not overwrite a change that they have not seen', async () => {
    const { body: rate } = await create();
    const path = `/tax-rates/${rate.id}`;
    const stale = { token, headers: { 'if-match': (await shop.http.get(path, { token })).headers['etag']! } };
    await shop.http.patch(path, { millionths: 160_000 }, { token });
    expect((await shop.http.patch(path, { millionths: 0 }, stale)).body.code).toBe('stale_version');
    expect((await shop.http.delete(path, stale)).status).toBe(412);
    expect((await shop.http.get(path, { token })).body.millionths).toBe(160_000);
  });

  it('keep the version by a change that changes nothing', async () => {
    const { body: rate } = await create();
    const { name, millionths } = germany;
    for (const change of [{ name, millionths }, { millionths }, { name }, {}])
      expect((await shop.http.patch(`/tax-rates/${rate.id}`, change, { token })).body).toEqual(rate);
    const renamed = await shop.http.patch(`/tax-rates/${rate.id}`, { name: 'MwSt.', millionths }, { token });
    expect(renamed.body).toMatchObject({ name: 'MwSt.', millionths, version: 2 });
  });

  it('can tax the whole price, under a name of the full length', async () => {
    const most = { ...germany, name: '💶'.repeat(100), millionths: 1_000_000 };
    expect((await create(most)).body).toMatchObject(most);
  });

  it('are refused the page after an entry of another list', async () => {
    for (const country of ['AT', 'BE']) await aTaxRate(shop, { country });
    const { body } = await shop.http.get('/tax-rates?limit=1', { token });
    const answer = await shop.http.get(`/shipping-methods?limit=1&cursor=${body.nextCursor}`, { token });
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });

  it.each([
    [{ ...germany, name: '' }],
    [{ ...germany, country: 'de' }],
    [{ ...germany, country: '*' }],
    [{ ...germany, region: '' }],
    [{ ...germany, region: null }],
    [{ ...germany, region: 'x'.repeat(101) }],
    [{ ...germany, millionths: -1 }],
    [{ ...germany, millionths: 1_000_001 }],
    [{ ...germany, millionths: 0.19 }],
    [{ ...germany, millionths: '190000' }],
    [{ ...germany, millionths: undefined }],
    [{ ...germany, rate: 19 }],
  ])('are refused the rate %j', async (body) => {
    expect((await create(body)).status).toBe(400);
    expect(await shop.sql('SELECT FROM tax_rates')).toHaveLength(0);
  });

  it.each([{ name: null }, { millionths: null }, { country: 'FR' }, { region: 'BY' }])(
    'are refused the change %j',
    async (change) => {
      const { body: rate } = await create();
      expect((await shop.http.patch(`/tax-rates/${rate.id}`, change, { token })).status).toBe(400);
    },
  );

  it('may name a region of a country that lists none by the longest capitals there are', async () => {
    const { body } = await create({ ...germany, country: 'XK', region: 'ΐ'.repeat(100) });
    expect(body.region).toHaveLength(300);
  });

  it('are the only ones who may', async () => {
    const id = await aTaxRate(shop);
    await expectStaffAlone(shop, (as) => [
      shop.http.get('/tax-rates', as),
      shop.http.get(`/tax-rates/${id}`, as),
      shop.http.post('/tax-rates', germany, as),
      shop.http.patch(`/tax-rates/${id}`, { name: 'X' }, as),
      shop.http.delete(`/tax-rates/${id}`, as),
    ]);
  });
});
