import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CatalogImport } from '../src/catalog/import/catalog-import.js';
import { aStaff } from './support/builders/accounts.js';
import { openShop, type TestShop } from './support/shop.js';

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
});
