import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CatalogImport } from '../../src/catalog/import/catalog-import.js';
import { aStaff } from '../support/builders/accounts.js';
import { openShop, type TestShop } from '../support/shop.js';

let folder: string;
let shop: TestShop;
let token: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'again-'));
  shop = await openShop({ worker: false });
  ({ token } = await aStaff(shop));
});
afterEach(() => shop.doctor());
afterAll(async () => {
  await shop.close();
  rmSync(folder, { recursive: true });
});

async function importing(rows: readonly string[], options: { isDryRun?: boolean } = {}) {
  const path = join(folder, `${randomUUID()}.csv`);
  writeFileSync(path, `${rows.join('\n')}\n`);
  return shop.get(CatalogImport).run(path, { currency: 'USD', ...options });
}
const faultsOf = (report: Awaited<ReturnType<typeof importing>>) =>
  report.refusals.map(({ line, text }) => `${line}: ${text}`);

/** All that staff see of a product but what every change of it changes. */
async function stateOf(slug: string) {
  const { body } = await shop.http.get(`/products/${slug}`, { token });
  const { version: _, updatedAt: __, variants, ...rest } = body;
  return {
    ...rest,
    variants: variants.map(({ version: ___, updatedAt: ____, ...variant }: any) => variant),
  };
}
/** Amounts by SKU and currency: price and what it is compared with. */
const pricesOf = async (slug: string) =>
  shop.sql(
    `SELECT sku, currency, amount, compare_at AS "compareAt", sale_amount AS sale
     FROM prices JOIN variants ON variants.id = variant_id JOIN products ON products.id = product_id
     WHERE slug = $1 ORDER BY sku, currency`,
    [slug],
  );

describe('a file that has fewer columns than the one before', () => {
  it('leaves alone what it does not speak of, in the shop’s own format', async () => {
    await importing([
      'slug,title,description,description format,status,categories,images,option 1,value 1,sku,on hand,price USD,compare-at USD,sale USD,price EUR',
      'own,Wipe,<p>Long <b>text</b></p>,html,archived,Cat A > Cat B,https://img.example/a.jpg Alt,Size,S,OWN-S,5,10.00,12.00,9.00,9.00',
      'own,,,,,,,,L,OWN-L,5,11.00,,,9.50',
    ]);
    const before = await stateOf('own');
    const again = await importing([
      'slug,title,sku,option 1,value 1,price USD',
      'own,Wipe,OWN-S,Size,S,10.50',
      'own,,OWN-L,,L,11.00',
    ]);

    expect(again).toMatchObject({ updated: 1, refused: 0 });
    const after = await stateOf('own');
    expect(after).toMatchObject({
      status: 'archived',
      description: before.description,
      descriptionFormat: 'html',
      categories: before.categories,
      media: before.media,
    });
    expect(await pricesOf('own')).toEqual([
      { sku: 'OWN-L', currency: 'EUR', amount: 950, compareAt: null, sale: null },
      { sku: 'OWN-L', currency: 'USD', amount: 1100, compareAt: null, sale: null },
      { sku: 'OWN-S', currency: 'EUR', amount: 900, compareAt: null, sale: null },
      { sku: 'OWN-S', currency: 'USD', amount: 1050, compareAt: 1200, sale: 900 },
    ]);
  });

  it('leaves options alone where it has no columns for them', async () => {
    await importing(['slug,title,sku,option 1,value 1,price USD', 'bare,Bare,BARE-S,Size,S,1']);
    const again = await importing(['slug,title,sku,price USD', 'bare,Bare,BARE-S,2']);

    expect(again).toMatchObject({ updated: 1 });
    expect(await stateOf('bare')).toMatchObject({
      options: [{ name: 'Size', values: ['S'] }],
      variants: [{ options: { Size: 'S' }, sku: 'BARE-S' }],
    });
  });

  it('leaves options alone where WooCommerce’s attributes or Magento’s variations are not in it', async () => {
    const woo = 'Type,SKU,Name,Regular price,Parent';
    await importing([
      `${woo},Attribute 1 name,Attribute 1 value(s)`,
      'variable,wopt,W,,,Size,"S, M"',
      'variation,wopt-s,,1,wopt,Size,S',
      'variation,wopt-m,,1,wopt,Size,M',
    ]);
    const again = [woo, 'variable,wopt,W,,', 'variation,wopt-s,,2,wopt', 'variation,wopt-m,,3,wopt'];
    expect(await importing(again)).toMatchObject({ updated: 1, refused: 0 });
    expect(await stateOf('w-wopt')).toMatchObject({
      options: [{ name: 'Size', values: ['S', 'M'] }],
      variants: [{ options: { Size: 'S' }, price: { amount: 200 } }, { options: { Size: 'M' } }],
    });

    const magento = 'sku,product_type,attribute_set_code,name,price,url_key';
    await importing(['slug,title,sku,option 1,value 1,price USD', 'mopt,M,MOPT,Size,S,1']);
    expect(await importing([magento, 'MOPT,simple,Default,M,2,mopt'])).toMatchObject({ updated: 1 });
    expect(await stateOf('mopt')).toMatchObject({ variants: [{ options: { Size: 'S' } }] });
  });

  it('takes a description without its format for one of the format that is there', async () => {
    await importing([
      'slug,title,description,description format,sku,price USD',
      'rich,R,<p>One</p>,html,RICH,1',
    ]);
    await importing(['slug,title,description,sku,price USD', 'rich,R,<p>Two</p><script>x</script>,RICH,1']);

    expect(await stateOf('rich')).toMatchObject({ description: '<p>Two</p>', descriptionFormat: 'html' });
  });

  it('takes away what it has a column for and leaves empty', async () => {
    const header =
      'slug,title,description,categories,images,sku,price USD,compare-at USD,sale USD,price EUR,status';
    await importing([header, 'emptied,E,Text,Cat,https://img.example/e.jpg,EMP,2,3,1,2,draft']);
    await importing([header, 'emptied,E,,,,EMP,2,,,,']);

    expect(await stateOf('emptied')).toMatchObject({
      description: '',
      categories: [],
      media: [],
      status: 'draft',
    });
    expect(await pricesOf('emptied')).toEqual([
      { sku: 'EMP', currency: 'USD', amount: 200, compareAt: null, sale: null },
    ]);
  });

  it('takes a price away by its own column alone', async () => {
    await importing(['slug,title,sku,price USD,price EUR', 'two,Two,TWO,2,3']);
    const report = await importing(['slug,title,sku,price EUR,compare-at USD', 'two,Two,TWO,3,']);

    expect(report).toMatchObject({ unchanged: 1 });
    expect(await pricesOf('two')).toMatchObject([{ currency: 'EUR' }, { currency: 'USD' }]);
  });

  it.each([
    [
      'Shopify',
      'Handle,Title,Body (HTML),Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Compare At Price,Image Src,Status',
      'shopify,S,Text,Cat,Size,S,SHY-S,10,12,https://img.example/s.jpg,draft',
      'Handle,Title,Variant SKU,Variant Price',
      'shopify,S,SHY-S,11',
      'shopify',
    ],
    [
      'WooCommerce',
      'Type,SKU,Name,Published,Description,Categories,Images,Regular price,Sale price',
      'simple,woo-1,W,0,Text,Cat,https://img.example/w.jpg,10,8',
      'Type,SKU,Name,Regular price',
      'simple,woo-1,W,11',
      'w-woo-1',
    ],
    [
      'Magento',
      'sku,product_type,attribute_set_code,name,price,special_price,url_key,description,categories,base_image,product_online',
      'mag-1,simple,Default,M,10,8,mag,Text,Default Category/Cat,https://img.example/m.jpg,2',
      'sku,product_type,attribute_set_code,name,price,url_key',
      'mag-1,simple,Default,M,11,mag',
      'mag',
    ],
  ])('leaves alone what it does not speak of, from %s', async (_, header, row, fewer, changed, slug) => {
    expect(await importing([header, row])).toMatchObject({ imported: 1 });
    const { variants, ...before } = await stateOf(slug);
    await shop.http.patch(
      `/variants/${variants[0].id}`,
      {
        prices: [
          { amount: 1000, currency: 'USD' },
          { amount: 900, currency: 'EUR' },
        ],
      },
      { token },
    );
    const prices = await pricesOf(slug);
    expect(await importing([fewer, changed])).toMatchObject({ updated: 1 });

    const { variants: after, ...rest } = await stateOf(slug);
    expect(rest).toEqual(before);
    expect(after).toMatchObject([{ options: variants[0].options }]);
    expect(await pricesOf(slug)).toEqual(
      prices.map((price) => (price.currency === 'USD' ? { ...price, amount: 1100 } : price)),
    );
  });
});

describe('a product that is there under another name', () => {
  it('is known by a slug that it had before', async () => {
    await importing(['slug,title,sku,price USD', 'first-name,Named,NAMED,1']);
    const { id } = await stateOf('first-name');
    await shop.http.patch(`/products/${id}`, { slug: 'second-name' }, { token });
    const report = await importing(['slug,title,sku,price USD', 'first-name,Named,NAMED,2']);

    expect(report).toMatchObject({ updated: 1, refused: 0 });
    expect(await stateOf('second-name')).toMatchObject({ id });
  });

  it('is known by its SKUs where its slug was made of its title', async () => {
    const header = 'Type,SKU,Name,Regular price';
    await importing([header, 'simple,REN1,Old name,10']);
    const [{ slug }] = await shop.sql(
      `SELECT slug FROM products JOIN variants ON product_id = products.id WHERE sku = 'REN1'`,
    );
    const report = await importing([header, 'simple,REN1,New name,10']);

    expect(report).toMatchObject({ updated: 1, refused: 0 });
    expect(await stateOf(slug)).toMatchObject({ title: 'New name' });
    expect(await importing([header, 'simple,REN1,New name,10'])).toMatchObject({ unchanged: 1 });
  });
});

describe('a product whose made slug is another one’s', () => {
  it('is refused, and leaves the other alone', async () => {
    const header = 'Type,SKU,Name,Regular price';
    const report = await importing([header, 'simple,ren-a,Tee,10', 'simple,a,Tee Ren,20']);

    expect(report).toMatchObject({ imported: 1, refused: 1 });
    expect(faultsOf(report)).toEqual([expect.stringMatching(/^3: .*slug/i)]);
    expect(await stateOf('tee-ren-a')).toMatchObject({ title: 'Tee' });
  });
});

describe('a variant whose SKU is new', () => {
  it('is known by its options', async () => {
    const header = 'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price';
    await importing([header, 'skuless,S,Size,S,,1', 'skuless,,,M,,1']);
    const { variants } = await stateOf('skuless');
    const named = [header, 'skuless,S,Size,S,LATER-S,1', 'skuless,,,M,LATER-M,1'];

    expect(await importing(named)).toMatchObject({ updated: 1, refused: 0 });
    expect((await stateOf('skuless')).variants.map(({ id, sku }: any) => [id, sku])).toEqual([
      [variants[0].id, 'LATER-S'],
      [variants[1].id, 'LATER-M'],
    ]);
    expect(await importing(named)).toMatchObject({ unchanged: 1 });
  });
});

describe('a dry run', () => {
  it('refuses a SKU that stands further up, as the import then does', async () => {
    const rows = ['slug,title,sku,price USD', 'dup-a,A,DUP-X,1', 'dup-b,B,DUP-X,1'];
    const faults = ['3: Another variant has this SKU: DUP-X'];
    expect(faultsOf(await importing(rows, { isDryRun: true }))).toEqual(faults);
    expect(faultsOf(await importing(rows))).toEqual(faults);
  });
});

describe('what a file says in vain', () => {
  const own = (columns: string, ...rows: string[]) => [`slug,title,sku,price USD${columns}`, ...rows];

  it.each([
    ['a price to compare with and none in its currency', own(',compare-at GBP', 'v,V,V-1,1,2'), '2: compare-at GBP needs a price in GBP'], // prettier-ignore
    ['a sale and no price', own(',price EUR,sale EUR', 'v,V,V-1,1,,2'), '2: sale EUR needs a price in EUR'], // prettier-ignore
    ['a value without its option', own(',option 1,value 1', 'v,V,V-1,1,,S'), '2: value 1 has no option 1'],
    ['another status further down', own(',status,option 1,value 1', 'v,V,V-1,1,draft,Size,S', 'v,,V-2,1,active,,M'), '3: the status is not that of line 2'], // prettier-ignore
    ['another option further down', own(',option 1,value 1', 'v,V,V-1,1,Size,S', 'v,,V-2,1,Colour,L'), '3: the option 1 is not that of line 2'], // prettier-ignore
    ['another option further down, in Shopify', ['Handle,Title,Option1 Name,Option1 Value,Variant Price', 'v,V,Size,S,1', 'v,,Colour,L,1'], '3: Option1 Name "Colour" is not that of line 2'], // prettier-ignore
  ])('refuses the product: %s', async (_, rows, fault) => {
    expect(faultsOf(await importing(rows))).toContain(fault);
  });

  it('is told where the category leaves no room for tags', async () => {
    const report = await importing(['Handle,Title,Type,Tags,Variant Price', 'tagged,T,Cups,"a, b",1']);
    expect(report.changes.map(({ text }) => text)).toEqual([
      'Tags are left out: the category is that of Type',
    ]);
  });
});

describe('text of other shops', () => {
  it('is shown as it is meant: entities in Magento’s names, commas in WooCommerce’s values', async () => {
    await importing([
      'sku,product_type,attribute_set_code,name,price,url_key',
      'ENT,simple,Default,Gobi HeatTec&reg; Tee,1,gobi',
    ]);
    await importing([
      'Type,SKU,Name,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)',
      'variable,comma,C,,,Size,"S\\, small"',
      'variation,comma-s,,1,comma,Size,"S\\, small"',
    ]);

    expect(await stateOf('gobi')).toMatchObject({ title: 'Gobi HeatTec® Tee' });
    expect(await stateOf('c-comma')).toMatchObject({ variants: [{ options: { Size: 'S, small' } }] });
  });

  it('keeps its markup where WooCommerce has blocks, and its lines where it has none', async () => {
    await importing([
      'Type,SKU,Name,Regular price,Short description,Description',
      'simple,lines,L,1,One,Two\\n<b>three</b>',
      'simple,blocks,B,1,,<ul><li>One</li></ul>',
    ]);

    expect(await stateOf('l-lines')).toMatchObject({
      description: 'One\n\nTwo three',
      descriptionFormat: 'text',
    });
    expect(await stateOf('b-blocks')).toMatchObject({
      description: '<ul><li>One</li></ul>',
      descriptionFormat: 'html',
    });
  });
});

describe('categories', () => {
  const woo = (...categories: string[]) => [
    'Type,SKU,Name,Regular price,Categories',
    ...categories.map((name, at) => `simple,cat-${randomUUID()},Cat ${at},1,"${name}"`),
  ];
  const namesFor = async (...categories: string[]) => {
    const report = await importing(woo(...categories));
    expect(report).toMatchObject({ imported: categories.length });
    const rows = await shop.sql(
      `SELECT categories.name FROM products JOIN product_categories ON product_id = products.id
       JOIN categories ON categories.id = category_id ORDER BY products.created_at DESC, products.id DESC LIMIT $1`,
      [categories.length],
    );
    return rows.map(({ name }: any) => name as string).toReversed();
  };

  it('of other shops are one where they differ in case, accents or spaces alone', async () => {
    expect(await namesFor('Café  Noir', 'CAFE noir', 'Café Noir')).toEqual([
      'Café Noir',
      'Café Noir',
      'Café Noir',
    ]);
  });

  it('are several where signs or letters differ', async () => {
    const names = ['Мужское 2024', 'Женское 2024', '手机 2024', 'C++', 'C#', 'C', 'Größe', 'Grosse', '50% off', '50 off']; // prettier-ignore
    expect(await namesFor(...names)).toEqual(names);
  });

  it('of the shop’s own file are those of exactly these names', async () => {
    const names = ['Crème', 'Creme', 'CREME'];
    await importing([
      'slug,title,sku,price USD,categories',
      ...names.map((name, at) => `exact-${at},E,EXACT-${at},1,${name}`),
    ]);
    for (const [at, name] of names.entries())
      expect((await stateOf(`exact-${at}`)).categories).toMatchObject([{ name }]);
  });
});
