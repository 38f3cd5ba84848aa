import { parse } from 'csv-parse/sync';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CatalogImport } from '../../src/catalog/import/catalog-import.js';
import { csvLine } from '../../src/catalog/export/own-csv.js';
import { openShop, type TestShop } from '../support/shop.js';

/** Catalogues of other shops. They are not ours to publish, so they lie outside of the repository. */
const data = join(process.env['CARTWRIGHT_DATA'] ?? '', 'catalogues');
const hasData = existsSync(join(data, 'spree/products.csv'));
if (!hasData)
  process.stdout.write('Skipped: catalogues to convert. Set CARTWRIGHT_DATA to the folder of sample data.\n');

type Row = Record<string, string>;

const rowsOf = (path: string): Row[] => {
  const bytes = readFileSync(join(data, path));
  return parse(path.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true, bom: true });
};

/** A file in the shop's own format; what a row leaves out is empty. */
function ownCsv(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))].map(csvLine).join('');
}

describe.skipIf(!hasData)('a catalogue converted to the shop’s own CSV', () => {
  let folder: string;
  let shop: TestShop;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'conversions-'));
    shop = await openShop({ worker: false });
  });
  afterAll(async () => {
    await shop.close();
    rmSync(folder, { recursive: true });
  });

  const importing = (rows: readonly Row[]) => {
    const path = join(folder, 'file.csv');
    writeFileSync(path, ownCsv(rows));
    return shop.get(CatalogImport).run(path, { currency: 'USD' });
  };

  it('from Spree has a price in each currency on one variant, and no master rows', async () => {
    const given = rowsOf('spree/products.csv');
    const variants = new Map<string, Row>();
    let masters = 0;
    for (const row of given) {
      const slug = row['slug']!;
      const hasVariants = given.some((other) => other['slug'] === slug && other['option1_name'] !== '');
      if (row['option1_name'] === '' && hasVariants) {
        masters += 1;
        continue;
      }
      const key = `${slug} ${row['sku']}`;
      const head = given.find((other) => other['slug'] === slug)!;
      const known = variants.get(key) ?? {
        slug,
        title: head['name']!,
        description: head['description']!,
        sku: row['sku']!,
        'option 1': row['option1_name']!,
        'value 1': row['option1_value']!,
        'on hand': row['inventory_count']!,
      };
      known[`price ${row['currency']}`] = row['price']!;
      // Spree writes 0 where there is none.
      known[`compare-at ${row['currency']}`] =
        Number(row['compare_at_price']) > 0 ? row['compare_at_price']! : '';
      variants.set(key, known);
    }

    const report = await importing([...variants.values()]);

    expect(report.refusals).toEqual([]);
    expect(report).toMatchObject({ total: 37, imported: 37, open: 0 });
    const [stored] = await shop.sql(
      `SELECT count(*)::int AS prices FROM prices JOIN variants ON variants.id = variant_id`,
    );
    expect(stored!['prices']).toBe(given.length - masters);
    const { body } = await shop.http.get('/products/automatic-espresso-machine');
    expect(body).toMatchObject({ title: 'Automatic Espresso Machine', options: [{ name: 'Color' }] });
    expect(body.variants[0]).toMatchObject({
      sku: 'AUTOMATIC-ESPRESSO-MACHINE-MATTE-BLACK',
      price: { amount: 87_999, currency: 'USD' },
      compareAtPrice: null,
    });
  });

  it('from Saleor has two currencies, and SKUs where there were none', async () => {
    const records = JSON.parse(
      gunzipSync(readFileSync(join(data, 'saleor/populatedb_data.json.gz'))).toString(),
    ) as { model: string; pk: number; fields: Record<string, any> }[];
    const of = (model: string) => records.filter((record) => record.model === `product.${model}`);
    const prices = of('productvariantchannellisting');
    const rows = of('product').flatMap(({ pk, fields }) =>
      of('productvariant')
        .filter((variant) => variant.fields['product'] === pk)
        .map((variant): Row => {
          const listed = prices.filter((listing) => listing.fields['variant'] === variant.pk);
          return {
            slug: fields['slug'],
            title: fields['name'],
            description: fields['description_plaintext'] ?? '',
            'option 1': 'Variant',
            'value 1': `${variant.fields['name']} ${variant.pk}`,
            sku: variant.fields['sku'] || `saleor-${variant.pk}`,
            ...Object.fromEntries(
              listed.map(({ fields: price }) => [`price ${price['currency']}`, price['price_amount'] ?? '']),
            ),
          };
        }),
    );

    const report = await importing(rows);

    expect(rows).toHaveLength(73);
    expect(report.refusals).toEqual([]);
    expect(report).toMatchObject({ total: 32, imported: 32, open: 0 });
    const { body } = await shop.http.get('/products/headless-omnichannel-commerce?currency=PLN');
    expect(body.title).toBe('Headless + Omnichannel in a pill');
    expect(body.variants[0]).toMatchObject({
      sku: 'headless-omnichannel-mp3',
      price: { amount: 4000, currency: 'PLN' },
    });
  });

  it('from Goodbooks is refused row by row for want of a price, and stored once there is one', async () => {
    const books = rowsOf('goodbooks/books.csv.gz').map((book): Row => ({
      slug: `book-${book['book_id']}`,
      title: book['title']!,
      sku: `BOOK-${book['isbn']}`,
    }));
    const bare = await importing(books.map((book) => ({ ...book, 'price USD': '' })));

    expect(bare).toMatchObject({ total: 6957, imported: 0, refused: 6957, open: 0 });
    expect(bare.refusals).toHaveLength(6957);

    const odd = books.filter(({ title }) => /[^\u0000-\u024f]{3}/.test(title!)).slice(0, 40);
    const priced = [...books.slice(0, 40), ...odd].map((book) => ({ ...book, 'price USD': '12.50' }));
    const report = await importing(priced);

    expect(report.imported + report.unchanged + report.refused).toBe(report.total);
    const titles = await shop.sql(`SELECT title FROM products WHERE slug LIKE 'book-%'`);
    expect(titles).toHaveLength(report.imported);
    expect(titles.map(({ title }) => title)).toContain(books[0]!['title']);
    await shop.doctor();
  }, 60_000);
});
