import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CatalogImport } from '../src/catalog/import/catalog-import.js';
import { openShop, type TestShop } from './support/shop.js';

let folder: string;
let shop: TestShop;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'formats-'));
  shop = await openShop({ worker: false });
});
afterAll(async () => {
  await shop.close();
  rmSync(folder, { recursive: true });
});

function importing(content: string | Buffer) {
  const path = join(folder, 'file.csv');
  writeFileSync(path, content);
  return shop.get(CatalogImport).run(path, { currency: 'USD' });
}

const linesOf = (findings: readonly { line: number; text: string }[]) =>
  findings.map(({ line, text }) => `${line}: ${text}`);

describe('an import of the shop’s own CSV', () => {
  it('reads semicolons, a byte order mark and both kinds of line ends', async () => {
    const report = await importing(
      '\ufeffslug;title;sku;price EUR\r\nsemi;Semi, colon;0042;1.50\nsemi-2;Two;0043;2\r\n',
    );

    expect(report).toMatchObject({ total: 2, imported: 2 });
    const { body } = await shop.http.get('/products/semi?currency=EUR');
    expect(body).toMatchObject({ title: 'Semi, colon', variants: [{ sku: '0042', price: { amount: 150 } }] });
  });

  it('reports each fault with its line, and stores the rest', async () => {
    const report = await importing(
      [
        'slug,title,sku,on hand,price USD',
        'trap-none,No price,T1,1,',
        'trap-minus,Below zero,T2,1,-1.00',
        'trap-float,Float,T3,1,9.99e2',
        'trap-stock,Stock,T4,-3,1.00',
        'trap-same,Same,T5,1,1.00',
        'trap-same,,T5,1,1.00',
        'trap-case,Case,t4,1,1.00',
        'trap-title,One,T6,1,1.00',
        'trap-title,Other,T7,1,1.00',
        'Trap Slug,Slug,T8,1,1.00',
      ].join('\n'),
    );

    expect(report).toMatchObject({ total: 8, imported: 2, refused: 6, open: 0 });
    expect(linesOf(report.refusals).map((text) => text.slice(0, 60))).toEqual([
      '2: the variant has no price',
      '3: price USD "-1.00" is no amount in USD',
      '4: price USD "9.99e2" is no amount in USD',
      '7: variants.1.options is the same as variants.0.options',
      '7: variants.1.sku stands at another variant already',
      '10: the title is not that of line 9',
      expect.stringMatching(/^11: slug/),
    ]);
    expect(linesOf(report.changes)).toEqual(['5: the quantity -3 becomes 0 on hand']);
  });

  it('is refused whole, with the line, where a byte is no UTF-8', async () => {
    const head = Buffer.from('slug,title,sku,price USD\nlatin,A,L1,1\n');
    const bad = Buffer.concat([head, Buffer.from('bad,Gr\xf6\xdfe,L2,1\n', 'latin1')]);

    await expect(importing(bad)).rejects.toThrow('Line 3: the file is not UTF-8 text');
    await expect(importing(Buffer.from('\ufeffslug,title', 'utf16le'))).rejects.toThrow('UTF-16');
    expect(await shop.sql(`SELECT FROM products WHERE slug = 'latin'`)).toEqual([]);
  });

  it('is refused whole where a cell of 10 MB stands in it', async () => {
    const rows = `slug,title,sku,price USD\nbig,"${'x\n'.repeat(5_000_000)}",B,1\n`;

    await expect(importing(rows)).rejects.toThrow('Line 2: the row is larger than 1 MB');
    await expect(importing('name,cost\nA,1\n')).rejects.toThrow('of no format that is known here');
  });
});

describe('an import of WooCommerce’s export', () => {
  it('puts variations to their parents, and says what cannot be sold', async () => {
    const report = await importing(
      [
        'ID,Type,SKU,Name,Published,Description,Stock,Sale price,Regular price,Categories,Images,Parent,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s),Attribute 3 name,Attribute 3 value(s)',
        '1,variable,W,Coat,1,"<p>One</p>\\nTwo",,,,"Wear > Coats, Sale",https://img.example/w.jpg,,Color,"Red, Blue",Size,"S, M",Fit,Slim',
        '2,"simple, virtual",V,Song,1,,5,1.50,2.00,,,,,,,,,',
        '3,variation,W-R,Coat - Red,1,,4,,45,,,W,Color,Red,Size,S,Fit,Slim',
        '4,variation,W-B,Coat - Blue,1,,,40,45,,,id:1,Color,Blue,Size,,Fit,Slim',
        '5,grouped,G,Group,1,,,,,,,,,,,,,',
        '6,variation,L,Lost,1,,1,,1,,,NONE,Color,Red,,,,',
      ].join('\n'),
    );

    expect(report).toMatchObject({ total: 4, imported: 2, refused: 2, open: 0 });
    expect(linesOf(report.refusals)).toEqual([
      '6: products of type "grouped" cannot be sold here',
      expect.stringContaining('Regular price is empty'),
      '7: the parent "NONE" is not in the file',
    ]);
    const { body: coat } = await shop.http.get('/products/coat-w');
    expect(coat.options).toEqual([
      { name: 'Color', values: ['Red', 'Blue'] },
      { name: 'Size', values: ['S', 'Any'] },
      { name: 'Fit', values: ['Slim'] },
    ]);
    expect(coat.variants).toMatchObject([
      { sku: 'W-R', price: { amount: 4500 }, compareAtPrice: null, available: true },
      { sku: 'W-B', price: { amount: 4000 }, compareAtPrice: { amount: 4500 }, available: false },
    ]);
    expect(coat.categories.map(({ slug }: { slug: string }) => slug)).toEqual(['coats', 'sale']);
  });
});

describe('an import of Magento’s export', () => {
  it('makes variants of the simple products that a configurable one names', async () => {
    const report = await importing(
      [
        'sku,attribute_set_code,product_type,categories,name,description,product_online,visibility,price,special_price,qty,configurable_variations',
        'M-S,Top,simple,Default Category/Men,Top-S,,1,Not Visible Individually,52,,10,',
        'M,Top,configurable,"Default Category/Men,Default Category/Men/Tops",Top,<p>A&bull;B</p>,1,"Catalog, Search",52,,0,"sku=M-S,size=S,color=Red|sku=M-M,size=M,color=Red, dark"',
        'M-M,Top,simple,Default Category/Men,Top-M,,1,Not Visible Individually,52,40,0,',
        'X,Top,bundle,,Bundle,,1,,,,0,',
        'D,Top,simple,,Twice,,1,,1,,0,',
        'D,Top,simple,,Twice,,1,,1,,0,',
        'N,Top,configurable,,None,,1,,1,,0,"sku=GONE,size=S"',
      ].join('\n'),
    );

    expect(report).toMatchObject({ total: 4, imported: 1, refused: 3, open: 0 });
    expect(linesOf(report.refusals)).toEqual([
      '5: products of type "bundle" cannot be sold here',
      '5: price is empty',
      '7: the SKU stands on line 6 already',
      '8: the variant GONE is not in the file',
    ]);
    const { body: top } = await shop.http.get('/products/top-m');
    expect(top).toMatchObject({
      title: 'Top',
      description: 'A•B',
      categories: [{ slug: 'men' }, { slug: 'tops' }],
    });
    expect(top.variants).toMatchObject([
      { sku: 'M-S', options: { Size: 'S', Color: 'Red' }, price: { amount: 5200 }, available: true },
      { sku: 'M-M', options: { Size: 'M', Color: 'Red, dark' }, price: { amount: 4000 }, available: false },
    ]);
  });
});

const data = join(process.env['CARTWRIGHT_DATA'] ?? '', 'catalogues');
const hasData = existsSync(join(data, 'woocommerce/sample_products.csv'));
if (!hasData)
  process.stdout.write('Skipped: real catalogues. Set CARTWRIGHT_DATA to the folder of sample data.\n');

describe.skipIf(!hasData)('real catalogues', () => {
  it('come in from WooCommerce, every row stored or reported', async () => {
    const report = await importing(readFileSync(join(data, 'woocommerce/sample_products.csv')));

    // 24 rows: 2 products with 9 variations, 11 simple ones, a grouped and an external one.
    expect(report).toMatchObject({ total: 15, imported: 13, refused: 2, open: 0 });
    const { body } = await shop.http.get('/products/beanie-cc-beanie');
    expect(body.variants).toMatchObject([{ price: { amount: 1800 }, compareAtPrice: { amount: 2000 } }]);
  });

  it('come in from Magento Luma: 147 configurable products with 1,847 variants', async () => {
    const file = gunzipSync(readFileSync(join(data, 'magento-luma/configurable/products.csv.gz')));
    const report = await importing(file);

    expect(report.refusals).toEqual([]);
    expect(report).toMatchObject({ total: 147, imported: 147, refused: 0, open: 0 });
    expect(
      await shop.sql(`SELECT count(*)::int AS variants FROM variants WHERE sku ~ '^[MW][A-Z]+[0-9]+-'`),
    ).toEqual([{ variants: 1847 }]);
    const { body } = await shop.http.get('/products/chaz-kangeroo-hoodie-mh01');
    expect(body.title).toBe('Chaz Kangeroo Hoodie');
    expect(body.options.map(({ name }: { name: string }) => name)).toEqual(['Size', 'Color']);
    expect(body.variants[0]).toMatchObject({ sku: 'MH01-XS-Black', price: { amount: 5200 } });
  }, 120_000);
});
