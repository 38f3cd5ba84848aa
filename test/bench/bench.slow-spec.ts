import { expect, inject, it } from 'vitest';
import { bench } from '../../bench/bench.js';
import { compression } from '../../bench/compression.js';
import { fromHere } from '../../bench/served.js';
import { fillCatalogue } from '../../bench/catalogue.js';
import { questionsOf } from '../../bench/questions.js';
import { table } from '../../bench/table.js';
import { openShop } from '../support/shop.js';

const ROWS = [
  'product page, cached',
  'list, cached',
  'product page, 304',
  'product page, uncached',
  'list, first page',
  'list, filtered',
  'search',
  'product page, signed in',
  'list, page 1,000',
  'add to cart',
  'whole guest checkout',
  'hot-SKU order',
];

/** That it can measure; what it measures is told by `npm run bench` alone. */
it('The bench gives a ratio for each kind of work', { timeout: 240_000 }, async () => {
  const ground = { serverUrl: inject('serverUrl'), template: inject('template') };
  const plan = { rounds: 1, seconds: 0.03, products: 40, only: '', starts: 1, serve: fromHere };
  const { figures, statements, start, memory } = await bench(ground, plan);

  expect(figures.map(({ row }) => row.name)).toEqual(expect.arrayContaining(ROWS));
  for (const { ours, base, ratios } of figures) {
    expect(ours).toBeGreaterThan(0);
    expect(base).toBeGreaterThan(0);
    expect(ratios).toEqual([ours / base]);
  }
  for (const name of ROWS) expect(table(figures)).toContain(`| ${name} `);
  for (const count of [statements.purchase, statements.order, start, ...Object.values(memory)])
    expect(count).toBeGreaterThan(0);
});

it('The bench gives bytes and CPU time for each encoding', { timeout: 120_000 }, async () => {
  const ground = { serverUrl: inject('serverUrl'), template: inject('template') };
  const plan = { rounds: 1, seconds: 0.1, products: 40, only: '', starts: 1, serve: fromHere };
  const lines = (await compression(ground, plan))
    .split('\n')
    .filter((line) => /identity|gzip|br /.test(line));
  const bytes = lines.map((line) => Number(line.split('|')[2]!.replace(/\D/g, '')));
  expect(bytes).toHaveLength(3);
  expect(bytes[1]).toBeLessThan(bytes[0]! / 2);
  expect(bytes[2]).toBeLessThan(bytes[1]!);
});

it('The questions of the bench find what they are about', { timeout: 60_000 }, async () => {
  const shop = await openShop({ worker: false });
  const catalogue = await fillCatalogue(shop, 800);
  const questions = questionsOf({ catalogue });
  const found = async (path: string) => (await shop.http.get(path)).body.items.length as number;
  for (let asked = 0; asked < 3; asked += 1) {
    expect(await found(`${questions.search()}&limit=100`)).toBeGreaterThan(4);
    expect(await found(questions.commonSearch())).toBeGreaterThan(0);
    expect(await found(questions.filtered())).toBeGreaterThan(0);
    expect((await shop.http.get(questions.productById())).status).toBe(200);
  }
  const addresses = new Set(Array.from({ length: 4_000 }, () => questions.productById()));
  expect(addresses.size).toBe(4_000);
  await shop.close();
});
