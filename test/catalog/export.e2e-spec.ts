import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CategoriesService, ProductsService } from '../../src/catalog/index.js';
import { ExportCatalogCommand } from '../../src/catalog/export/export-catalog.command.js';
import { CatalogImport } from '../../src/catalog/import/catalog-import.js';
import { Terminal } from '../../src/common/cli/terminal.js';
import { aStaff } from '../support/builders/accounts.js';
import { openShop, type TestShop } from '../support/shop.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });

let folder: string;
let shop: TestShop;
let other: TestShop;
let csv: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'export-'));
  shop = await openShop({ worker: false });
  other = await openShop({ worker: false });
  await stock(shop);
});
afterAll(async () => {
  await shop.close();
  await other.close();
  rmSync(folder, { recursive: true });
});

/** Names, texts and numbers as odd as the shop takes them. */
async function stock(into: TestShop): Promise<void> {
  const categories = into.get(CategoriesService);
  const { id: parentId } = await categories.create({ name: 'Home > Garden \\ "Yard"' });
  const { id } = await categories.create({ name: 'Größe, L', parentId });
  const products = into.get(ProductsService);
  await products.create({
    title: '=HYPERLINK("http://evil.example"), \'quoted\'; semi',
    slug: 'odd',
    description: '+1 line\nwith "quotes", 日本語 and a tail ',
    categoryIds: [id, parentId],
    options: [
      { name: 'Size', values: ['S', 'M', 'never used'] },
      { name: '@Color', values: ['-Blue', "'=Red"] },
      { name: 'Fit', values: ['Slim, fit'] },
    ],
    media: [{ url: 'https://img.example/1.jpg', alt: 'A  front = view' }, { url: '/local.png' }],
    variants: [
      {
        sku: '00123',
        options: { Size: 'S', '@Color': '-Blue', Fit: 'Slim, fit' },
        prices: [usd(1990), { amount: 1200, currency: 'JPY' }],
        compareAtPrices: [usd(2500), { amount: 1200, currency: 'JPY' }],
        salePrices: [
          { ...usd(990), startsAt: '2126-11-27T09:00:00.5+01:00', endsAt: '2126-12-01T00:00:00Z' },
          { amount: 0, currency: 'JPY', endsAt: '2020-01-01T00:00:00Z' },
        ],
        onHand: 7,
      },
      {
        sku: '-9.78043902348e+12',
        options: { Size: 'M', '@Color': "'=Red", Fit: 'Slim, fit' },
        prices: [usd(0)],
      },
    ],
  });
  const html = '<p>Rich &amp; <strong>safe</strong></p>';
  const rich = { title: ' Spaces ', slug: 'rich', description: html, descriptionFormat: 'html' as const };
  const variants = [{ sku: 'abc', prices: [{ amount: 5, currency: 'KWD' }], onHand: 1 }];
  await products.create({ ...rich, status: 'draft', variants });
  await products.create({ title: 'Case', slug: 'case', variants: [{ sku: 'ABC', prices: [usd(1)] }] });
}

async function exported(from: TestShop): Promise<string> {
  const { token } = await aStaff(from);
  const { text, status, headers } = await from.http.get('/catalog/exports/products.csv', { token });
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/csv; charset=utf-8');
  return text;
}

function fileOf(text: string, name = 'products.csv'): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const importing = (into: TestShop, text: string) =>
  into.get(CatalogImport).run(fileOf(text), { currency: 'USD' });

describe('the export of products', () => {
  it('is for staff', async () => {
    expect((await shop.http.get('/catalog/exports/products.csv')).status).toBe(401);
  });

  it('has a row for each variant, and no cell that a spreadsheet runs', async () => {
    csv = await exported(shop);

    const columns = (currency: string) =>
      ['price', 'compare-at', 'sale', 'sale starts', 'sale ends'].map((name) => `${name} ${currency}`);
    expect(csv.split('\r\n', 1)[0]).toMatch(
      new RegExp(`^slug,title,.*,sku,on hand,${['JPY', 'KWD', 'USD'].flatMap(columns).join()}$`),
    );
    expect(csv).toContain('odd,"\'=HYPERLINK(""http://evil.example""), \'quoted\'; semi",');
    expect(csv).toContain(",'-9.78043902348e+12,0,,,,,,,,,,,0.00,,,,\r\n");
    expect(csv).toContain(
      ',00123,7,1200,1200,0,,2020-01-01T00:00:00.000Z,,,,,,19.90,25.00,9.90,2126-11-27T08:00:00.500Z,2126-12-01T00:00:00.000Z\r\n',
    );
  });

  it('is unchanged when it is imported where it comes from', async () => {
    const report = await importing(shop, csv);

    expect(report).toMatchObject({ total: 3, unchanged: 3, updated: 0, imported: 0, refused: 0 });
    expect(await exported(shop)).toBe(csv);
  });

  it('makes the same shop elsewhere, byte for byte', async () => {
    const report = await importing(other, csv);

    expect(report.refusals).toEqual([]);
    expect(report).toMatchObject({ total: 3, imported: 3 });
    expect(await exported(other)).toBe(csv);
    await other.doctor();
  });

  it('brings back what was changed, by slug and SKU, and leaves the rest alone', async () => {
    const changed = csv.replace('19.90', '18.50').replace('Case', 'Suitcase');
    const dry = await other.get(CatalogImport).run(fileOf(changed), { currency: 'USD', isDryRun: true });
    const report = await importing(other, changed);

    expect(dry).toMatchObject({ updated: 2, unchanged: 1 });
    expect(report).toMatchObject({ updated: 2, unchanged: 1, refused: 0 });
    const { body: odd } = await other.http.get('/products/odd');
    expect(odd.variants[0]).toMatchObject({ sku: '00123', price: usd(1850), compareAtPrice: usd(2500) });
    expect(odd.options[0].values).toEqual(['S', 'M']);
    expect((await other.http.get('/products/case')).body.title).toBe('Suitcase');
    expect(await importing(other, changed)).toMatchObject({ unchanged: 3, updated: 0 });
    expect(await importing(other, csv)).toMatchObject({ updated: 2 });
    expect(await exported(other)).toBe(csv);
  });

  it('is written to a file by the command line, which overwrites none', async () => {
    const print = vi.spyOn(shop.get(Terminal), 'print').mockImplementation(() => undefined);
    const path = join(folder, 'cli.csv');
    const command = shop.get(ExportCatalogCommand);

    expect(await command.run([path])).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(csv);
    expect(await command.run([path])).toBe(1);
    expect(await command.run([])).toBe(1);
    expect(print.mock.calls.join()).toContain('EEXIST');
  });
});
