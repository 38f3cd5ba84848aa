import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  folder = mkdtempSync(join(tmpdir(), 'other-shops-'));
  shop = await openShop({ worker: false });
  ({ token } = await aStaff(shop));
});
afterAll(async () => {
  await shop.close();
  rmSync(folder, { recursive: true });
});

function importing(lines: readonly string[]) {
  const path = join(folder, 'file.csv');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return shop.get(CatalogImport).run(path, { currency: 'USD' });
}

const linesOf = (findings: readonly { line: number; text: string }[]) =>
  findings.map(({ line, text }) => `${line}: ${text}`);

/** The product that a variant with the SKU belongs to, as staff see it. */
async function productOf(sku: string) {
  const [row] = await shop.sql(`SELECT product_id AS id FROM variants WHERE sku = $1`, [sku]);
  const { body } = await shop.http.get(`/products/${String(row!['id'])}`, { token });
  return body;
}

const skusOf = ({ variants }: { variants: readonly { sku: string }[] }) => variants.map(({ sku }) => sku);

const onHand = async (skuPattern: string) => {
  const rows = await shop.sql(
    `SELECT sku, on_hand AS count FROM stock_levels WHERE sku LIKE $1 ORDER BY sku`,
    [skuPattern],
  );
  return Object.fromEntries(rows.map(({ sku, count }) => [sku, Number(count)]));
};

describe('an import of WooCommerce’s export', () => {
  it('puts virtual variations to their parents too', async () => {
    const report = await importing([
      'ID,Type,SKU,Name,Published,Stock,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)',
      '1,variable,song,Song,1,,,,Format,"MP3, CD"',
      '2,"variation, downloadable, virtual",song-mp3,Song - MP3,1,1,5,song,Format,MP3',
      '3,variation,song-cd,Song - CD,1,1,9,song,Format,CD',
    ]);

    expect(report).toMatchObject({ total: 1, imported: 1 });
    expect(linesOf(report.changes)).toEqual([
      '3: "variation, downloadable, virtual" becomes a product that is shipped',
    ]);
    expect(skusOf(await productOf('song-cd'))).toEqual(['song-mp3', 'song-cd']);
  });

  it('leaves out variations that are not for sale, and makes a draft where none is', async () => {
    const report = await importing([
      'ID,Type,SKU,Name,Published,Stock,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)',
      '1,variable,off,Off,1,,,,Size,"S, M, L"',
      '2,variation,off-s,Off - S,1,1,5,off,Size,S',
      '3,variation,off-m,Off - M,0,1,,off,Size,M',
      '4,"variation, virtual",,Off - L,-1,1,5,off,Size,L',
      '5,variable,none,None,1,,,,Size,"S, M"',
      '6,variation,none-s,None - S,0,1,5,none,Size,S',
      '7,variation,none-m,None - M,-1,1,5,none,Size,M',
      '8,variable,sketch,Sketch,-1,,,,Size,S',
      '9,variation,sketch-s,Sketch - S,-1,1,5,sketch,Size,S',
      '10,variable,odd,Odd,1,,,,Size,S',
      '11,variation,odd-s,Odd - S,maybe,1,5,odd,Size,S',
    ]);

    expect(report).toMatchObject({ total: 4, imported: 3, refused: 1 });
    expect(linesOf(report.changes)).toEqual([
      '4: the variant off-m is not for sale there and is left out',
      '5: the variant Off - L is not for sale there and is left out',
      '6: the other shop sells none of its variants: it becomes a draft with all of them',
    ]);
    expect(linesOf(report.refusals)).toEqual(['12: Published is "maybe"']);
    const off = await productOf('off-s');
    expect(off).toMatchObject({ status: 'active', options: [{ name: 'Size', values: ['S'] }] });
    expect(skusOf(off)).toEqual(['off-s']);
    const none = await productOf('none-s');
    expect(none.status).toBe('draft');
    expect(skusOf(none)).toEqual(['none-s', 'none-m']);
    expect((await productOf('sketch-s')).status).toBe('draft');
  });

  it('keeps products apart whose names and SKUs look alike in a slug', async () => {
    const long = 'Long '.repeat(30).trim();
    const skus = ['ren-a', 'REN-A', 'ren a', 'ren--a', 'ren-a-', 'rén-a'];
    const file = [
      'ID,Type,SKU,Name,Published,Stock,Regular price',
      ...skus.map((sku, index) => `${index},simple,${sku},Tee,1,1,5`),
      `7,simple,long-a,${long},1,1,5`,
      `8,simple,long-b,${long},1,1,5`,
      '9,simple,,Tee,1,1,5',
    ];

    expect(await importing(file)).toMatchObject({ total: 9, imported: 9 });
    expect(await importing(file)).toMatchObject({ total: 9, unchanged: 9 });
    expect((await productOf('ren-a')).slug).toBe('tee-ren-a');
    expect((await productOf('REN-A')).slug).toMatch(/^tee-ren-a-[0-9a-f]{8}$/);
    const { slug } = await productOf('long-b');
    expect(slug).toMatch(/^long-.*-[0-9a-f]{8}$/);
    expect(slug.length).toBeLessThanOrEqual(120);
  });

  it('finds products again whose slug was made without a hash', async () => {
    const file = ['ID,Type,SKU,Name,Published,Stock,Regular price', '1,simple,OLD-1,Old,1,1,5'];
    await importing(file);
    await shop.sql(`UPDATE products SET slug = 'old-old-1' WHERE slug LIKE 'old-old-1-%'`);

    expect(await importing(file)).toMatchObject({ unchanged: 1 });
    expect((await productOf('OLD-1')).slug).toBe('old-old-1');
  });

  it('takes off the apostrophe that keeps a spreadsheet from running a cell', async () => {
    const report = await importing([
      'ID,Type,SKU,Name,Published,Description,Stock,Regular price,Categories',
      "1,simple,'-esc,'+5 Bonus,'-1,'- item,'-3,5,'@home",
      "2,simple,esc-2,'Tis,1,''=1,1,5,",
    ]);

    expect(report).toMatchObject({ imported: 2, refused: 0 });
    expect(linesOf(report.changes)).toEqual(['2: the quantity -3 becomes 0 on hand']);
    expect(await productOf('-esc')).toMatchObject({
      title: '+5 Bonus',
      status: 'draft',
      description: '- item',
      categories: [{ name: '@home' }],
    });
    expect(await productOf('esc-2')).toMatchObject({ title: "'Tis", description: "''=1" });
  });

  it('reads prices with a decimal comma where they cannot mean anything else', async () => {
    const report = await importing([
      'ID,Type,SKU,Name,Published,Stock,Sale price,Regular price',
      '1,simple,comma-a,A,1,1,"9,5","19,99"',
      '2,simple,comma-b,B,1,1,,"1.234,56"',
      '3,simple,comma-c,C,1,1,,"1,234.56"',
      '4,simple,comma-d,D,1,1,,"1,000"',
      '5,simple,comma-e,E,1,1,",5",1',
    ]);

    expect(linesOf(report.refusals)).toEqual([
      '3: Regular price "1.234,56" is not an amount in USD',
      '4: Regular price "1,234.56" is not an amount in USD',
      '5: Regular price "1,000" is not an amount in USD',
      '6: Sale price ",5" is not an amount in USD',
    ]);
    expect((await productOf('comma-a')).variants).toMatchObject([
      { price: { amount: 950 }, compareAtPrice: { amount: 1999 } },
    ]);
  });

  it('takes no stock for variations whose parent keeps it', async () => {
    const report = await importing([
      'ID,Type,SKU,Name,Published,Stock,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)',
      '1,variable,kept,Kept,1,9,,,Size,"S, M"',
      '2,variation,kept-s,Kept - S,1,parent,5,kept,Size,S',
      '3,simple,alone,Alone,1,parent,5,,,',
    ]);

    expect(linesOf(report.changes)).toEqual([
      '3: the other shop counts the stock of the parent: a new variant starts with 0 on hand',
    ]);
    expect(linesOf(report.refusals)).toEqual(['4: Stock "parent" is no whole number']);
    expect(await onHand('kept-%')).toEqual({ 'kept-s': 0 });
  });

  it('makes a draft of a product that waits for review', async () => {
    const report = await importing(['Type,SKU,Name,Published,Stock,Regular price', 'simple,wait,Wait,2,1,5']);

    expect(report).toMatchObject({ imported: 1, changes: [] });
    expect((await productOf('wait')).status).toBe('draft');
  });

  it('notes attributes and descriptions that it leaves out', async () => {
    const report = await importing([
      'ID,Type,SKU,Name,Published,Description,Stock,Regular price,Parent,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)',
      '1,simple,drop,Drop,1,,1,5,,Color,Red,Fabric,Wool',
      '2,variable,drops,Drops,1,<p>All</p>,,,,Size,S,Fabric,Wool',
      '3,variation,drops-s,Drops - S,1,<p>Small</p>,1,5,drops,Size,S,,',
    ]);

    expect(linesOf(report.changes)).toEqual([
      '2: these attributes are left out: Color, Fabric',
      '3: these attributes are left out: Fabric',
      '4: the description of the variation is left out',
    ]);
  });

  it('refuses each row that has neither SKU nor ID', async () => {
    const report = await importing([
      'Type,SKU,Name,Published,Stock,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)',
      'simple,,One,1,1,5,,,',
      'simple,,Two,1,1,5,,,',
      'variation,,Three,1,1,5,,Size,S',
      'variable,four,Four,1,,,,Size,S',
      'variation,,Four - S,1,1,5,four,Size,S',
    ]);

    expect(report).toMatchObject({ total: 4, imported: 1, refused: 3 });
    expect(linesOf(report.refusals)).toEqual([
      '2: the row has neither SKU nor ID',
      '3: the row has neither SKU nor ID',
      '4: the row has neither SKU nor ID',
    ]);
  });

  it('says of uncounted stock what is true of variants that are there too', async () => {
    const row = (price: number) => [
      'Type,SKU,Name,Published,Stock,Regular price',
      `simple,loose,Loose,1,,${price}`,
    ];
    const changes = ['2: the other shop does not count its stock: a new variant starts with 0 on hand'];

    expect(linesOf((await importing(row(5))).changes)).toEqual(changes);
    expect(linesOf((await importing(row(6))).changes)).toEqual(changes);
  });
});

describe('an import of Magento’s export', () => {
  it('leaves out variants that are disabled, and makes a draft where all are', async () => {
    const report = await importing([
      'sku,attribute_set_code,product_type,name,product_online,price,qty,configurable_variations',
      'dis-s,Top,simple,Dis S,1,5,1,',
      'dis-m,Top,simple,Dis M,2,,1,',
      'dis-l,Top,simple,Dis L,0,5,1,',
      'dis,Top,configurable,Dis,1,,0,"sku=dis-s,size=S|sku=dis-m,size=M|sku=dis-l,size=L"',
      'all-s,Top,simple,All S,2,5,1,',
      'all,Top,configurable,All,1,,0,"sku=all-s,size=S"',
    ]);

    expect(report).toMatchObject({ total: 2, imported: 2 });
    expect(linesOf(report.changes)).toEqual([
      '3: the variant dis-m is not for sale there and is left out',
      '4: the variant dis-l is not for sale there and is left out',
      '7: the other shop sells none of its variants: it becomes a draft with all of them',
    ]);
    const dis = await productOf('dis-s');
    expect(dis).toMatchObject({ status: 'active', options: [{ name: 'Size', values: ['S'] }] });
    expect(skusOf(dis)).toEqual(['dis-s']);
    expect(await productOf('all-s')).toMatchObject({ status: 'draft', variants: [{ sku: 'all-s' }] });
  });

  it('keeps products apart whose SKUs differ in case alone', async () => {
    const report = await importing([
      'sku,attribute_set_code,product_type,name,price,qty',
      'tv-x,Top,simple,Telly,5,1',
      'TV-X,Top,simple,Telly,6,1',
    ]);

    expect(report).toMatchObject({ total: 2, imported: 2 });
    expect(await productOf('tv-x')).toMatchObject({ slug: 'telly-tv-x', variants: [{ sku: 'tv-x' }] });
    expect(skusOf(await productOf('TV-X'))).toEqual(['TV-X']);
  });

  it('reads quantities with decimals where they are whole', async () => {
    const report = await importing([
      'sku,attribute_set_code,product_type,name,price,qty',
      'qty-a,Top,simple,A,5,8.0000',
      'qty-b,Top,simple,B,5,-3.0000',
      'qty-c,Top,simple,C,5,8.5000',
    ]);

    expect(linesOf(report.refusals)).toEqual(['4: qty "8.5000" is no whole number']);
    expect(linesOf(report.changes)).toEqual(['3: the quantity -3.0000 becomes 0 on hand']);
    expect(await onHand('qty-%')).toEqual({ 'qty-a': 8, 'qty-b': 0 });
  });

  it('passes over the translations of store views', async () => {
    const report = await importing([
      'sku,store_view_code,attribute_set_code,product_type,name,price,qty,configurable_variations',
      'view-s,,Top,simple,View S,5,1,',
      'view-s,de,Top,simple,Blick S,,,',
      'view,de,Top,,Blick,,,',
      'view,,Top,configurable,View,,0,"sku=view-s,size=S"',
      'lone,fr,Top,simple,Seul,5,1,',
    ]);

    expect(report).toMatchObject({ total: 2, imported: 1, refused: 1, unreadColumns: new Set() });
    expect(linesOf(report.changes)).toEqual([
      '3: the translation of the store view "de" is left out',
      '4: the translation of the store view "de" is left out',
    ]);
    expect(linesOf(report.refusals)).toEqual(['6: the row without a store_view_code is not in the file']);
    expect(await productOf('view-s')).toMatchObject({ title: 'View', variants: [{ sku: 'view-s' }] });
  });

  it('reads a slash within a category’s name', async () => {
    await importing([
      'sku,attribute_set_code,product_type,categories,name,price,qty',
      String.raw`slash,Top,simple,Default Category/Home \/ Garden/Pots,Slash,5,1`,
    ]);

    const { categories } = await productOf('slash');
    expect(categories).toMatchObject([{ name: 'Pots' }]);
    expect(await shop.sql(`SELECT name FROM categories WHERE name IN ('Home / Garden', 'Home')`)).toEqual([
      { name: 'Home / Garden' },
    ]);
  });

  it('takes the images of variants after those of the product, as many as there is room for', async () => {
    const images = (from: number) =>
      Array.from({ length: 30 }, (_, index) => `https://img.example/${from + index}.jpg`);
    const report = await importing([
      'sku,attribute_set_code,product_type,name,price,qty,base_image,additional_images,configurable_variations',
      'pic-s,Top,simple,Pic S,5,1,https://img.example/s.jpg,https://img.example/head.jpg,',
      'pic-m,Top,simple,Pic M,5,1,/m/m.jpg,,',
      'pic,Top,configurable,Pic,,0,https://img.example/head.jpg,,"sku=pic-s,size=S|sku=pic-m,size=M"',
      `many-s,Top,simple,Many S,5,1,,"${images(100).join(',')}",`,
      `many,Top,configurable,Many,,0,,"${images(200).join(',')}","sku=many-s,size=S"`,
    ]);

    expect(linesOf(report.changes)).toEqual([
      '3: images without a web address are left out',
      '6: 10 images of variants are left out: a product has at most 50',
    ]);
    const urls = (await productOf('pic-s')).media.map(({ url }: { url: string }) => url);
    expect(urls).toEqual(['https://img.example/head.jpg', 'https://img.example/s.jpg']);
    expect((await productOf('many-s')).media).toHaveLength(50);
  });

  it('refuses a configurable product that stands twice', async () => {
    const report = await importing([
      'sku,attribute_set_code,product_type,name,price,qty,configurable_variations',
      'dup-s,Top,simple,Dup S,5,1,',
      'dup,Top,configurable,Dup,,0,"sku=dup-s,size=S"',
      'dup,Top,configurable,Other,,0,"sku=dup-s,size=S"',
    ]);

    expect(linesOf(report.refusals)).toEqual(['4: the SKU stands on line 3 already']);
  });
});
