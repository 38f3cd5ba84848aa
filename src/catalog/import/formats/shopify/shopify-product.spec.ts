import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readGroups, surveyFile } from '../../catalog-file.js';
import { fileAt } from '../../csv/file-bytes.js';
import type { ReadProduct } from '../product-draft.js';

const folder = mkdtempSync(join(tmpdir(), 'shopify-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEADER =
  'Handle,Title,Body (HTML),Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,' +
  'Option3 Name,Option3 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Compare At Price,' +
  'Image Src,Image Position,Image Alt Text,Status';

function fileOf(content: string | Buffer): string {
  const path = join(folder, 'products.csv');
  writeFileSync(path, content);
  return path;
}

async function read(rows: string, currency = 'USD'): Promise<ReadProduct[]> {
  const products: ReadProduct[] = [];
  for await (const group of readGroups(fileAt(fileOf(`${HEADER}\n${rows}`))))
    products.push(group.format.read(group, currency));
  return products;
}

const survey = (content: string | Buffer) => surveyFile(fileAt(fileOf(content)));
const readOne = async (rows: string, currency?: string): Promise<ReadProduct> =>
  (await read(rows, currency))[0]!;
const faultsOf = async (rows: string): Promise<string[]> =>
  (await readOne(rows)).faults.map(({ line, text }) => `${line}: ${text}`);

describe('a product of the export', () => {
  it('without options has one variant and no option', async () => {
    const { draft } = await readOne(
      'mug,Mug,<p>Blue</p>,Cups,,true,Title,Default Title,,,,,MUG-1,7,12.50,,,,,active',
    );

    expect(draft).toEqual({
      line: 2,
      slug: 'mug',
      title: 'Mug',
      description: '<p>Blue</p>',
      descriptionFormat: 'html',
      status: 'active',
      categories: [['Cups']],
      options: [],
      variants: [
        {
          line: 2,
          sku: 'MUG-1',
          options: {},
          prices: [{ amount: 1250, currency: 'USD', compareAt: null }],
          onHand: 7,
        },
      ],
      images: [],
    });
  });

  it('has up to three options, named on its first row alone', async () => {
    const { draft } = await readOne(
      [
        'tee,Tee,,,,,Size,S,Color,Blue,Fit,Slim,T1,1,10,15.00,,,,',
        'tee,,,,,,,S,,Red,,Slim,T2,2,10,0,,,,',
        'tee,,,,,,,M,,Blue,,Wide,T3,3,11,,,,,',
      ].join('\n'),
    );

    expect(draft?.options).toEqual([
      { name: 'Size', values: ['S', 'M'] },
      { name: 'Color', values: ['Blue', 'Red'] },
      { name: 'Fit', values: ['Slim', 'Wide'] },
    ]);
    expect(draft?.variants.map(({ line, options }) => [line, options])).toEqual([
      [2, { Size: 'S', Color: 'Blue', Fit: 'Slim' }],
      [3, { Size: 'S', Color: 'Red', Fit: 'Slim' }],
      [4, { Size: 'M', Color: 'Blue', Fit: 'Wide' }],
    ]);
    expect(draft?.variants.map(({ prices }) => prices[0]?.compareAt)).toEqual([1500, null, null]);
  });

  it('keeps line numbers across line breaks inside cells and blank lines', async () => {
    const [, second] = await read(
      'a,A,"one\r\ntwo\nthree",,,,,,,,,,,1,1,,,,,\r\n\r\nb,"B ""big""\ncup",,,,,,,,,,,,1,x,,,,,\n',
    );

    expect(second?.faults).toEqual([{ line: 6, text: 'Variant Price "x" is not an amount in USD' }]);
  });

  it('gets SKUs of its own, the same on every run', async () => {
    const rows = 'tee,Tee,,,,,Size,S/M,,,,,,1,10,,,,,\ntee,,,,,,,L,,,,,,1,10,,,,,';
    const [first, again] = [await readOne(rows), await readOne(rows)];

    const skus = first.draft!.variants.map((variant) => variant.sku);
    expect(skus[0]).toMatch(/^TEE-S-M-[0-9A-F]{8}$/);
    expect(new Set(skus).size).toBe(2);
    expect(again.draft!.variants.map((variant) => variant.sku)).toEqual(skus);
  });

  it('takes images from any of its rows, in their order, each once', async () => {
    const { draft } = await readOne(
      [
        'tee,Tee,,,,,Size,S,,,,,,1,10,,https://img.example/2.jpg,2,Back,',
        'tee,,,,,,,M,,,,,,1,10,,https://img.example/1.jpg,1,Front,',
        'tee,,,,,,,,,,,,,,,,https://img.example/2.jpg,3,,',
      ].join('\n'),
    );

    expect(draft?.images?.map(({ url, alt }) => [url, alt])).toEqual([
      ['https://img.example/1.jpg', 'Front'],
      ['https://img.example/2.jpg', 'Back'],
    ]);
    expect(draft?.variants).toHaveLength(2);
  });

  it('has addresses of images as browsers write them, since other shops write file names as they are', async () => {
    const { draft } = await readOne('tee,Tee,,,,,,,,,,,,1,10,,https://img.example/a b|c.jpg,1,,');
    expect(draft?.images?.map(({ url }) => url)).toEqual(['https://img.example/a%20b%7Cc.jpg']);
  });

  it('is not for sale unless it is active and published', async () => {
    const products = await read(
      [
        'a,A,,,,true,,,,,,,,1,1,,,,,active',
        'b,B,,,,FALSE,,,,,,,,1,1,,,,,active',
        'c,C,,,,true,,,,,,,,1,1,,,,,draft',
        'd,D,,,,true,,,,,,,,1,1,,,,,Archived',
        'e,E,,,,,,,,,,,,1,1,,,,,',
      ].join('\n'),
    );

    expect(products.map(({ draft }) => draft?.status)).toEqual([
      'active',
      'draft',
      'draft',
      'archived',
      undefined,
    ]);
  });

  it('is in the category of its type, or else in those of its tags', async () => {
    const products = await read(
      'a,A,,Mugs,"sale, blue",,,,,,,,,1,1,,,,,\nb,B,,,"sale, blue ,",,,,,,,,,1,1,,,,,\nc,C,,,,,,,,,,,,1,1,,,,,',
    );

    expect(products.map(({ draft }) => draft?.categories)).toEqual([[['Mugs']], [['sale'], ['blue']], []]);
  });

  it('with a handle that cannot be an address gets one that is its own', async () => {
    const products = await read(
      'Thé_Vert,A,,,,,,,,,,,,1,1,,,,,\nthe-vert,B,,,,,,,,,,,,1,1,,,,,\n緑茶,C,,,,,,,,,,,,1,1,,,,,',
    );

    const slugs = products.map(({ draft }) => draft!.slug);
    expect(slugs[0]).toMatch(/^the-vert-[0-9a-f]{8}$/);
    expect(slugs[1]).toBe('the-vert');
    expect(slugs[2]).toMatch(/^[0-9a-f]{8}$/);
    expect(products[0]!.notes[0]!.text).toContain('Thé_Vert');
  });

  it('tells what it changed: stock below zero, a compare-at price that saves nothing, a row that adds nothing', async () => {
    const product = await readOne('a,A,,,,,Size,S,,,,,,-3,10.00,9.00,,,,\na,,,,,,,,,,,,,,,,,,,');

    expect(product.draft?.variants).toMatchObject([{ onHand: 0, prices: [{ compareAt: null }] }]);
    expect(product.notes.map(({ line, text }) => `${line}: ${text}`)).toEqual([
      '2: the compare-at price 9.00 is not above the price and is left out',
      '2: the quantity -3 becomes 0 on hand',
      '3: the row has neither a variant nor an image and adds nothing',
    ]);
  });

  it('is priced in whole units where the currency has no smaller ones', async () => {
    const { draft } = await readOne('a,A,,,,,,,,,,,,1,1200.00,,,,,', 'JPY');

    expect(draft?.variants[0]!.prices).toMatchObject([{ amount: 1200, currency: 'JPY' }]);
  });

  it.each([
    ['a missing title', 'a,,,,,,,,,,,,,1,1,,,,,', ['2: Title is empty']],
    ['a missing handle', ',A,,,,,,,,,,,,1,1,,,,,', ['2: Handle is empty']],
    ['no price', 'a,A,,,,,,,,,,,,1,,,,,,', ['2: Variant Price is empty']],
    ['a negative price', 'a,A,,,,,,,,,,,,1,-1.00,,,,,', ['2: Variant Price "-1.00" is not an amount in USD']],
    [
      'a price finer than a cent',
      'a,A,,,,,,,,,,,,1,1.005,,,,,',
      ['2: Variant Price "1.005" is not an amount in USD'],
    ],
    [
      'a bad compare-at price',
      'a,A,,,,,,,,,,,,1,1,2%,,,,',
      ['2: Variant Compare At Price "2%" is not an amount in USD'],
    ],
    [
      'a quantity in parts',
      'a,A,,,,,,,,,,,,1.5,1,,,,,',
      ['2: Variant Inventory Qty "1.5" is no whole number'],
    ],
    [
      'an unknown status',
      'a,A,,,,,,,,,,,,1,1,,,,,gone',
      ['2: Status is "gone", not active, draft or archived'],
    ],
    ['a value without its option', 'a,A,,,,,,S,,,,,,1,1,,,,,', ['2: Option1 Value has no Option1 Name']],
    [
      'a local image',
      'a,A,,,,,,,,,,,,1,1,,file:///x,,,',
      ['2: Image Src "file:///x" is no plain http or https address'],
    ],
    ['a row too wide', 'a,A,,,,,,,,,,,,1,1,,,,,,more', ['2: the row has more cells than the header']],
  ])('is refused for %s', async (_, rows, faults) => {
    expect(await faultsOf(rows)).toEqual(faults);
  });

  it('is refused for variants that repeat or leave out an option, at their lines', async () => {
    const rows = [
      'tee,Tee,,,,,Size,S,Color,Red,,,,1,10,,,,,',
      'tee,,,,,,,S,,Red,,,,1,10,,,,,',
      'tee,,,,,,,M,,,,,,1,10,,,,,',
    ];

    expect(await faultsOf(rows.join('\n'))).toEqual([
      '3: the variant has the same options as the one on line 2',
      '4: the variant has no value for Color',
    ]);
  });
});

describe('the export as a file', () => {
  it('is known by its column names, in any order and with columns that nobody asked for', async () => {
    const file = '\ufeffVariant Price,Vendor, title ,Handle,Grams\r\n5,Acme,Mug,mug,\r\n';
    const { products, unreadColumns } = await survey(file);

    expect(products).toBe(1);
    expect([...unreadColumns]).toEqual(['Vendor']);
  });

  it('tells which handles stand in more than one place', async () => {
    const { scattered } = await survey('Handle,Title,Variant Price\na,A,1\nb,B,1\na,,2\n');

    expect([...scattered]).toEqual(['a']);
  });

  it.each([
    ['is empty', '', 'The file is empty.'],
    ['lacks a column', 'Handle,Body\na,b\n', 'The header matches no known format. It has "Handle", "Body".'],
    ['names a column twice', 'Handle,Title,Title,Variant Price\n', '"Title" stands twice'],
    [
      'never closes a quote',
      'Handle,Title,Variant Price\na,A,1\nb,"B,1\n',
      'Line 3: a quote is never closed.',
    ],
    [
      'has text after a quote',
      'Handle,Title,Variant Price\na,"A"x,1\n',
      'Line 2: a closing quote is followed by text.',
    ],
    [
      'has a row beyond 1 MB',
      `Handle,Title,Variant Price\na,${'x'.repeat(1_100_000)},1\n`,
      'Line 2: the row is larger',
    ],
    [
      'is no UTF-8',
      Buffer.from('Handle,Title,Variant Price\na,Caf\xe9,1\n', 'latin1'),
      'Line 2: the file is not UTF-8 text',
    ],
  ])('is refused when it %s', async (_, content, message) => {
    await expect(survey(content)).rejects.toThrow(message);
  });

  it.each([';', '\t'])('is read with cells apart by %j too', async (delimiter) => {
    const { products } = await survey(`Handle,Title,Variant Price\na,A,1\n`.replaceAll(',', delimiter));

    expect(products).toBe(1);
  });

  it('is refused when it is not there', async () => {
    await expect(surveyFile(fileAt(join(folder, 'none.csv')))).rejects.toThrow('There is no file');
  });

  it('is refused a product with more rows than a product can have, and keeps none of the rest in memory', async () => {
    const rows = Array.from({ length: 2_600 }, (_, index) => `a,${index === 0 ? 'A' : ''},${index}`);

    for await (const group of readGroups(fileAt(fileOf(`Handle,Title,Variant Price\n${rows.join('\n')}`)))) {
      expect(group.rows).toHaveLength(2_500);
      expect(group.format.read(group, 'USD').faults[0]!.text).toContain('more than 2500 rows');
    }
  });
});
