import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ImportCatalogCommand } from '../../src/catalog/import/import-catalog.command.js';
import type { ImportReport } from '../../src/catalog/import/import-report.js';
import { CatalogImport } from '../../src/catalog/import/catalog-import.js';
import { Terminal } from '../../src/common/cli/terminal.js';
import { openShop, type TestShop } from '../support/shop.js';

const HEADER =
  'Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,' +
  'Option3 Name,Option3 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Compare At Price,' +
  'Image Src,Image Position,Image Alt Text,Status';

const TEE = [
  'isle-tee,Isle Tee,"<p>Cotton,\r\n""heavy"".</p><ul><li>Caf&eacute; brown</li></ul>",Acme,Tops,,true,Size,S,Color,Brown,Fit,Slim,TEE-1,4,19.99,24.50,https://img.example/1.jpg,1,Front,active',
  'isle-tee,,,,,,,,M,,Brown,,Slim,TEE-2,0,19.99,,https://img.example/2.jpg,2,,',
  'isle-tee,,,,,,,,M,,Blue,,Wide,,-2,21.00,0.00,,,,',
  'isle-tee,,,,,,,,,,,,,,,,,https://img.example/3.jpg,3,Label,',
];
const MUG = 'mug,Becher Größe L,Für Tee.,,,"tea, sale",,Title,Default Title,,,,,,12,8,,,,,';

let folder: string;
let shop: TestShop;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
  shop = await openShop({ worker: false });
});
afterAll(async () => {
  await shop.close();
  rmSync(folder, { recursive: true });
});

function fileOf(...rows: string[]): string {
  const path = join(folder, `${randomUUID()}.csv`);
  writeFileSync(path, `${[HEADER, ...rows].join('\r\n')}\r\n`);
  return path;
}

const importing = (...rows: string[]): Promise<ImportReport> =>
  shop.get(CatalogImport).run(fileOf(...rows), { currency: 'USD' });

const refusalsOf = (report: ImportReport) =>
  report.refusals.map(({ line, handle, text }) => `${line} ${handle}: ${text}`);

async function counts() {
  const [row] = await shop.sql(
    `SELECT (SELECT count(*)::int FROM products) AS products, (SELECT count(*)::int FROM variants) AS variants,
            (SELECT count(*)::int FROM categories) AS categories, (SELECT count(*)::int FROM stock_levels) AS levels`,
  );
  return row;
}

describe('importing Shopify’s export', () => {
  it('brings in products whole: text, options, prices, stock, images, categories', async () => {
    const report = await importing(...TEE, MUG);

    expect(report).toMatchObject({ total: 2, imported: 2, unchanged: 0, refused: 0 });
    const { body: tee } = await shop.http.get('/products/isle-tee');
    expect(tee).toMatchObject({
      title: 'Isle Tee',
      description: '<p>Cotton,\n"heavy".</p><ul><li>Café brown</li></ul>',
      descriptionFormat: 'html',
      status: 'active',
      categories: [{ slug: 'tops', name: 'Tops' }],
      options: [
        { name: 'Size', values: ['S', 'M'] },
        { name: 'Color', values: ['Brown', 'Blue'] },
        { name: 'Fit', values: ['Slim', 'Wide'] },
      ],
    });
    expect(tee.media.map((image: any) => [image.url, image.alt])).toEqual([
      ['https://img.example/1.jpg', 'Front'],
      ['https://img.example/2.jpg', ''],
      ['https://img.example/3.jpg', 'Label'],
    ]);
    expect(
      tee.variants.map((variant: any) => [
        variant.title,
        variant.price.amount,
        variant.compareAtPrice?.amount,
        variant.available,
      ]),
    ).toEqual([
      ['S / Brown / Slim', 1999, 2450, true],
      ['M / Brown / Slim', 1999, undefined, false],
      ['M / Blue / Wide', 2100, undefined, false],
    ]);
  });

  it('makes SKUs for variants without one, and tells what became different', async () => {
    const { body: mug } = await shop.http.get('/products/mug');
    const levels = await shop.sql('SELECT sku, on_hand AS "onHand" FROM stock_levels ORDER BY sku');

    expect(mug).toMatchObject({
      title: 'Becher Größe L',
      options: [],
      categories: [{ slug: 'tea' }, { slug: 'sale' }],
    });
    expect(mug.variants[0].sku).toMatch(/^MUG-[0-9A-F]{8}$/);
    expect(levels.find(({ sku }) => sku === mug.variants[0].sku)).toMatchObject({ onHand: 12 });
    expect(levels.find(({ sku }) => sku === 'TEE-1')).toMatchObject({ onHand: 4 });
  });

  it('changes nothing on a second run, and says so', async () => {
    const before = await counts();
    const report = await importing(...TEE, MUG, 'new,New,,,,,,,,,,,,,1,1,,,,,');

    expect(report).toMatchObject({ total: 3, imported: 1, unchanged: 2, refused: 0, open: 0 });
    expect(await counts()).toMatchObject({ products: before.products + 1, categories: before.categories });
  });

  it('refuses a product whole, at the line and for the reason, and goes on with the next', async () => {
    const before = await counts();
    const report = await importing(
      'taken,Taken SKU,,,Only Here,,,Size,S,,,,,FREE-1,1,1,,,,,',
      'taken,,,,,,,,M,,,,,TEE-1,1,1,,,,,',
      'twice,Twice,,,,,,Size,S,,,,,SAME,1,1,,,,,',
      'twice,,,,,,,,M,,,,,SAME,1,1,,,,,',
      `long,${'x'.repeat(201)},,,,,,,,,,,,,1,1,,,,,`,
      'price,Bad price,,,,,,,,,,,,,1,12.345,,,,,',
      'apart,Apart,,,,,,Size,S,,,,,,1,1,,,,,',
      'fine,Fine,,,,,,,,,,,,,1,1,,,,,',
      'apart,,,,,,,,M,,,,,,1,1,,,,,',
    );

    expect(report).toMatchObject({ total: 7, imported: 1, refused: 6, open: 0 });
    expect(refusalsOf(report)).toEqual([
      '3 taken: Another variant has this SKU: TEE-1',
      expect.stringMatching(/^5 twice: .*sku/),
      expect.stringMatching(/^6 long: title must be text of 1 to 200 characters/),
      '7 price: Variant Price "12.345" is not an amount in USD',
      expect.stringMatching(/^8 apart: rows of this handle are in several places/),
      expect.stringMatching(/^10 apart: rows of this handle are in several places/),
    ]);
    expect(await counts()).toEqual({
      ...before,
      products: before.products + 1,
      variants: before.variants + 1,
      levels: before.levels + 1,
    });
    expect((await shop.http.get('/products/taken')).status).toBe(404);
  });

  it('refuses text that the shop does not store', async () => {
    const report = await importing(
      'nul,A\u0000B,,,,,,,,,,,,,1,1,,,,,',
      `body,B,${'x'.repeat(20_001)},,,,,,,,,,,,1,1,,,,,`,
    );
    const markup = await importing(`markup,B,<p>${'<b>x</b>'.repeat(2_500)}</p>,,,,,,,,,,,,1,1,,,,,`);

    expect(markup.changes.map(({ text }) => text)).toEqual([
      'the description is too long with its markup, and becomes plain text',
    ]);
    const { body } = await shop.http.get('/products/markup');
    expect(body).toMatchObject({ description: 'x'.repeat(2_500), descriptionFormat: 'text' });

    expect(refusalsOf(report)).toEqual([
      '2 nul: the row has a NUL character',
      expect.stringMatching(/^3 body: description must be text/),
    ]);
  });

  it('keeps drafts off the shelves', async () => {
    await importing('hidden,Hidden,,,,,false,,,,,,,,1,1,,,,,active');

    expect((await shop.http.get('/products/hidden')).status).toBe(404);
    expect(await shop.sql(`SELECT status FROM products WHERE slug = 'hidden'`)).toEqual([
      { status: 'draft' },
    ]);
  });

  const racers = (prefix: string, type: string) =>
    Array.from({ length: 20 }, (_, at) => `${prefix}-${at},Race,,,${type} ${at},,,,,,,,,,1,1,,,,,`);

  it('imports each product once when two imports of a file run at the same time', async () => {
    const path = fileOf(...racers('same', 'Once'));
    const run = () => shop.get(CatalogImport).run(path, { currency: 'USD' });

    const [one, other] = await Promise.all([run(), run()]);

    expect(one.imported + other.imported).toBe(20);
    expect(one.unchanged + other.unchanged).toBe(20);
    expect(await shop.sql(`SELECT FROM products WHERE slug LIKE 'same-%'`)).toHaveLength(20);
  });

  it('makes a category once when two imports need it at the same time', async () => {
    const [one, other] = await Promise.all([
      importing(...racers('left', 'Race')),
      importing(...racers('right', 'Race')),
    ]);

    expect([one.imported, other.imported]).toEqual([20, 20]);
    expect(await shop.sql(`SELECT FROM categories WHERE slug LIKE 'race-%'`)).toHaveLength(20);
  });

  it('keeps the books of the shop', () => shop.doctor());
});

describe('catalog:import', () => {
  afterEach(() => vi.restoreAllMocks());

  async function run(...args: string[]): Promise<{ code: number; text: string }> {
    const print = vi.spyOn(shop.get(Terminal), 'print').mockImplementation(() => undefined);
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const code = await shop.get(ImportCatalogCommand).run(args);
    return { code, text: print.mock.calls.map(([line]) => line ?? '').join('\n') };
  }

  it('ends with 0 and a count when every product is in the shop', async () => {
    const { code, text } = await run(fileOf('cli-1,One,,Acme,,,,,,,,,,,1,1,,,,,', MUG));

    expect(code).toBe(0);
    expect(text).toMatch(/^Products in the file: 2\n +1 imported\n +1 unchanged/);
    expect(text).toContain('Not imported: Vendor');
  });

  it('ends with 1 and each reason when a product was refused', async () => {
    const { code, text } = await run(fileOf('cli-2,Two,,,,,,,,,,,,,1,?,,,,,'));

    expect(code).toBe(1);
    expect(text).toMatch(
      / 1 refused\n\nRefused\n {2}line 2: cli-2: Variant Price "\?" is not an amount in USD/,
    );
  });

  it('takes the currency of the prices by name', async () => {
    const { code } = await run(fileOf('cli-yen,Yen,,,,,,,,,,,,,1,1200,,,,,'), '--currency', 'JPY');
    const { body } = await shop.http.get('/products/cli-yen?currency=JPY');

    expect(code).toBe(0);
    expect(body.variants[0].price).toEqual({ amount: 1200, currency: 'JPY' });
  });

  it('finds out in a dry run what would happen, and changes nothing', async () => {
    const before = await counts();
    const { code, text } = await run(
      fileOf('dry,Dry,,,Dry Category,,,,,,,,,,1,1,,,,,', 'wet,Wet,,,,,,,,,,,,TEE-1,1,1,,,,,'),
      '--dry-run',
    );

    expect(code).toBe(1);
    expect(text).toContain('3: wet: Another variant has this SKU: TEE-1');
    expect(text).toContain('nothing was changed');
    expect(await counts()).toEqual(before);
  });

  it.each([
    ['no file', [], 'Usage: catalog:import FILE'],
    ['a file that is not there', ['/nowhere.csv'], 'There is no file /nowhere.csv. Nothing was imported.'],
    ['a currency that is none', ['x.csv', '--currency', 'XXL'], '"XXL" is no ISO 4217 currency code'],
    ['an unknown option', ['x.csv', '--force'], "Unknown option '--force'"],
  ])('ends with 1 for %s', async (_, args, message) => {
    const { code, text } = await run(...args);

    expect(code).toBe(1);
    expect(text).toContain(message);
  });

  it('imports nothing from a file that breaks off in the middle', async () => {
    const before = await counts();
    const { code, text } = await run(fileOf('ok,Fine,,,,,,,,,,,,,1,1,,,,,', 'broken,"Bro'));

    expect(code).toBe(1);
    expect(text).toContain('Line 3: a quote is never closed. Nothing was imported.');
    expect(await counts()).toEqual(before);
  });
});
