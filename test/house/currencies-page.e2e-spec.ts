import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../src/common/money/money.js';
import { aProduct } from '../support/builders/products.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { openShop, type TestShop } from '../support/shop.js';

const page = readFileSync('docs/currencies.md', 'utf8');
const query = /```sql\n([^`]+)```/.exec(page)![1]!;
const inTable = page
  .split('\n')
  .filter((line) => /^\| [A-Z]{3} /.test(line))
  .flatMap((line) => line.split('|')[1]!.trim().split(' '));

describe('The page of currencies', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop({ worker: false });
  });
  afterAll(() => shop.close());

  it('looks for all currencies of its table, in each of its questions', () => {
    const asked = [...query.matchAll(/IN \(([^)]+)\)/g)].map(([, list]) => list!.match(/[A-Z]{3}/g)!);
    expect(inTable.length).toBeGreaterThan(15);
    expect(asked.map((codes) => codes.toSorted())).toEqual([inTable.toSorted(), inTable.toSorted()]);
  });

  it('finds the amounts that had other digits, and no others', async () => {
    expect(await shop.sql(query)).toEqual([]);
    for (const amount of [4990, 12_000])
      await aProduct(shop, { variants: [{ prices: [money(amount, 'HUF'), money(1999, 'USD')] }] });
    await aShippingMethod(shop, { rates: [{ currency: 'HUF', price: 990 }, { currency: 'JPY' }] });
    expect(await shop.sql(query)).toEqual([
      { kind: 'prices', currency: 'HUF', count: 2, least: 4990, most: 12_000 },
      { kind: 'shipping rates', currency: 'HUF', count: 1, least: 990, most: 990 },
    ]);
  });
});
