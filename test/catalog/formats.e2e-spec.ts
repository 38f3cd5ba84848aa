import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CatalogImport } from '../../src/catalog/import/catalog-import.js';
import { aStaff } from '../support/builders/accounts.js';
import { openShop, type TestShop } from '../support/shop.js';

let folder: string;
let shop: TestShop;
let token: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'formats-'));
  shop = await openShop({ worker: false });
  ({ token } = await aStaff(shop));
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
      '3: price USD "-1.00" is not an amount in USD',
      '4: price USD "9.99e2" is not an amount in USD',
      '7: variants.1.options is the same as variants.0.options',
      '7: variants.1.sku is already used by another variant',
      '10: the title is not that of line 9',
      expect.stringMatching(/^11: slug/),
    ]);
    expect(linesOf(report.changes)).toEqual(['5: the quantity -3 becomes 0 on hand']);
  });

  it('stores prices in the minor units of ISO 4217, and none in what is no currency in force', async () => {
    const report = await importing(
      [
        'slug,title,sku,price HUF,price IQD,price UGX,price XDR',
        'digits,Digits,DIGITS,4990,4990,4990,',
        'no-money,No money,NO-MONEY,1,,,4990',
      ].join('\n'),
    );

    expect(linesOf(report.refusals)).toEqual(['3: "price XDR" names no ISO 4217 currency']);
    const prices = await Promise.all(
      ['HUF', 'IQD', 'UGX'].map(async (currency) => {
        const { body } = await shop.http.get(`/products/digits?currency=${currency}`);
        return body.variants[0].price;
      }),
    );
    expect(prices).toEqual([
      { amount: 499_000, currency: 'HUF' },
      { amount: 4_990_000, currency: 'IQD' },
      { amount: 4990, currency: 'UGX' },
    ]);
  });

  it('plans sales, leaves them alone where it has no column for them, and takes them back where it is empty', async () => {
    const head = 'slug,title,sku,price USD';
    const row = 'sold,Sold,SOLD-1,10.00';
    const sales = async () => {
      const { body } = await shop.http.get('/products/sold', { token });
      return body.variants[0].salePrices;
    };
    const endsAt = '2126-12-01T00:00:00.000Z';
    const dated = `${head},sale USD,sale ends USD\n${row},7.00,2126-12-01T01:00:00+01:00\n`;

    expect(await importing(dated)).toMatchObject({ imported: 1, open: 0 });
    expect(await sales()).toEqual([{ amount: 700, currency: 'USD', startsAt: null, endsAt }]);
    expect(await importing(dated)).toMatchObject({ unchanged: 1 });
    expect(await importing(`${head}\n${row}\n`)).toMatchObject({ unchanged: 1 });
    expect(await importing(`${head}\nsold,Sold,SOLD-1,9.00\n`)).toMatchObject({ updated: 1 });
    expect(await sales()).toMatchObject([{ amount: 700, endsAt }]);
    expect(await importing(`${head},sale USD\n${row},\n`)).toMatchObject({ updated: 1 });
    expect(await sales()).toEqual([]);
  });

  it('reports what is wrong with a sale at its line', async () => {
    const report = await importing(
      [
        'slug,title,sku,price USD,sale USD,sale starts USD,sale ends USD',
        'sale-high,A,SA,1.00,1.00,,',
        'sale-none,A,SB,1.00,,2026-11-27T00:00:00Z,',
        'sale-day,A,SC,1.00,0.50,2026-11-27,',
        'sale-back,A,SD,1.00,0.50,2026-11-28T00:00:00Z,2026-11-27T00:00:00Z',
        'sale-text,A,SE,1.00,half,,',
      ].join('\n'),
    );

    expect(report).toMatchObject({ total: 5, refused: 5 });
    expect(linesOf(report.refusals)).toEqual([
      '2: variants.0.salePrices.0.amount must be below the price of 100 in USD',
      '3: sale USD is empty, but the sale has dates',
      '4: sale starts USD "2026-11-27" is no date and time such as 2026-11-27T00:00:00Z',
      '5: variants.0.salePrices.0.endsAt must be later than startsAt',
      '6: sale USD "half" is not an amount in USD',
    ]);
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
    await expect(importing('name,cost\nA,1\n')).rejects.toThrow('matches no known format');
  });
});

describe('files as spreadsheets save them', () => {
  it.each([
    [
      'with CR alone',
      'slug,title,description,sku,price USD\rcr-a,A,"x\ry",CR-A,1\rcr-b,B,,CR-B,x\rcr-c,C,,CR-C,1\r',
      4,
    ],
    [
      'with blank lines first',
      '\n \nslug;title;sku;price USD\nbl-a;A;BL-A;1\nbl-b;B;BL-B;x\nbl-c;C;BL-C;1\n',
      5,
    ],
    [
      'with the delimiter named',
      'sep=;\r\nslug;title;sku;price USD\r\nse-a;A,B,C,D,E;SE-A;1\r\nse-b;B;SE-B;x\r\nse-c;C;SE-C;1',
      4,
    ],
    [
      'with the delimiter named in a row of their width',
      'sep=;;;;\r\nslug;title;sku;price USD\r\nsw-a;A,B,C,D,E;SW-A;1\r\nsw-b;B;SW-B;x\r\nsw-c;C;SW-C;1',
      4,
    ],
    [
      'with the delimiter named before a space',
      'sep=\t \nslug\ttitle\tsku\tprice USD\nst-a\tA,B\tST-A\t1\nst-b\tB\tST-B\tx\nst-c\tC\tST-C\t1\n',
      4,
    ],
    [
      'with a CR in a cell',
      'slug,title,description,sku,price USD\nli-a,A,"x\ry",LI-A,1\nli-b,B,,LI-B,x\nli-c,C,,LI-C,1\n',
      3,
    ],
    [
      'with CR alone and an LF in a cell',
      'slug,title,description,sku,price USD\rlf-a,A,"x\ny",LF-A,1\rlf-b,B,,LF-B,x\rlf-c,C,,LF-C,1\r',
      3,
    ],
    [
      'with CR alone and an LF in the header',
      'slug,title,sku,price USD,"a\nnote"\rhl-a,A,HL-A,1\rhl-b,B,HL-B,x\rhl-c,C,HL-C,1\r',
      3,
    ],
    [
      'with a CR in the header',
      'slug,title,description,sku,price USD,"a\rnote"\nhc-a,A,"x\ry",HC-A,1\nhc-b,B,,HC-B,x\nhc-c,C,,HC-C,1\n',
      3,
    ],
    [
      'with a CR too many at each end',
      'slug,title,sku,price USD\r\r\ncc-a,"A",CC-A,"1"\r\r\ncc-b,B,CC-B,x\r\r\ncc-c,C,CC-C,1\r\r\n',
      5,
    ],
  ])('are read to their end, each fault at its line: %s', async (_, text, line) => {
    const report = await importing(text);

    expect(report).toMatchObject({ total: 3, imported: 2, refused: 1 });
    expect(report.refusals.map((refusal) => refusal.line)).toEqual([line]);
  });

  it('have line feeds in their cells where they have CR alone', async () => {
    await importing('slug,title,description,categories,sku,price USD\rcr-in,A,"x\ry\r\nz","C\rD",CR-IN,1\r');

    const { body } = await shop.http.get('/products/cr-in');
    expect(body).toMatchObject({ description: 'x\ny\nz', categories: [{ name: 'C' }, { name: 'D' }] });
  });

  it.each([
    ['slug,title,sku,price USD\n', 'The file has a header and no rows.'],
    [
      'slug,title,sku,price USD, Price usd\na,A,A,1,2\n',
      'The column " Price usd" stands twice in the header.',
    ],
  ])('are refused whole: %j', async (text, reason) => {
    await expect(importing(text)).rejects.toThrow(reason);
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
    const { body: coat } = await shop.http.get('/products/coat-w-7b7659a6');
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

  it('takes over sales with their dates, the last second among them', async () => {
    const report = await importing(
      [
        'ID,Type,SKU,Name,Published,Stock,Regular price,Sale price,Date sale price starts,Date sale price ends',
        '1,simple,WS1,Dated,1,1,20,15,2026-11-27 00:00:00,2126-11-30 23:59:59',
        '2,simple,WS2,Days,1,1,20,15,2026-11-27,2126-11-30',
        '3,simple,WS3,Open,1,1,20,15,,',
        '4,simple,WS4,Dear,1,1,20,20,,',
        '5,simple,WS5,Backwards,1,1,20,15,2026-11-30,2026-11-01',
        '6,simple,WS6,Unclear,1,1,20,15,next week,',
      ].join('\n'),
    );

    expect(report).toMatchObject({ total: 6, imported: 5, refused: 1 });
    expect(linesOf(report.refusals)).toEqual([
      '7: Date sale price starts "next week" is no date that is understood',
    ]);
    expect(linesOf(report.changes)).toEqual([
      '2: the dates of the sale are read as UTC',
      '3: the dates of the sale are read as UTC',
      '5: Sale price is not below the price and is left out',
      '6: the sale ends before it begins and is left out',
    ]);
    const of = async (slug: string) => {
      const { body } = await shop.http.get(`/products/${slug}`, { token });
      return body.variants[0];
    };
    const [startsAt, endsAt] = ['2026-11-27T00:00:00.000Z', '2126-12-01T00:00:00.000Z'];
    expect((await of('dated-ws1-5ca33360')).salePrices).toEqual([
      { amount: 1500, currency: 'USD', startsAt, endsAt },
    ]);
    expect((await of('days-ws2-5b11aeb5')).salePrices).toMatchObject([{ startsAt, endsAt }]);
    expect(await of('open-ws3-ee93138e')).toMatchObject({
      price: { amount: 1500 },
      compareAtPrice: { amount: 2000 },
      prices: [{ amount: 2000 }],
    });
    expect((await of('dear-ws4-af6c25ed')).salePrices).toEqual([]);
  });
});

describe('an import of Magento’s export', () => {
  it('takes over special prices with their dates, the last day among them', async () => {
    await importing(
      [
        'sku,attribute_set_code,product_type,categories,name,price,special_price,special_price_from_date,special_price_to_date',
        'MS1,Top,simple,,American,20,15,"11/27/26, 12:00 AM","11/30/26, 12:00 AM"',
        'MS2,Top,simple,,Afternoon,20,15,"11/27/2026, 1:30 PM",11/30/26',
        'MS3,Top,simple,,Iso,20,15,2026-11-27,2026-11-30 00:00:00',
      ].join('\n'),
    );

    const sales = await shop.sql(
      `SELECT sku, sale_starts_at AS starts, sale_ends_at AS ends FROM prices
       JOIN variants ON variants.id = variant_id WHERE sku LIKE 'MS_' ORDER BY sku`,
    );
    const ends = new Date('2026-12-01T00:00:00Z');
    expect(sales).toEqual([
      { sku: 'MS1', starts: new Date('2026-11-27T00:00:00Z'), ends },
      { sku: 'MS2', starts: new Date('2026-11-27T13:30:00Z'), ends },
      { sku: 'MS3', starts: new Date('2026-11-27T00:00:00Z'), ends },
    ]);
  });

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
    const { body: top } = await shop.http.get('/products/top-m-a9901c9d');
    expect(top).toMatchObject({
      title: 'Top',
      description: '<p>A•B</p>',
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
    const { body } = await shop.http.get('/products/chaz-kangeroo-hoodie-mh01-771866f4');
    expect(body.title).toBe('Chaz Kangeroo Hoodie');
    expect(body.options.map(({ name }: { name: string }) => name)).toEqual(['Size', 'Color']);
    expect(body.variants[0]).toMatchObject({ sku: 'MH01-XS-Black', price: { amount: 5200 } });
  }, 120_000);
});
