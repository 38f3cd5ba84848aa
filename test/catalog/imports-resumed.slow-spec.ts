import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../src/common/money/money.js';
import { aStaff } from '../support/builders/accounts.js';
import { aProduct } from '../support/builders/products.js';
import { aHolder } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { multipart } from '../support/multipart.js';
import { openShop, type TestShop } from '../support/shop.js';
import { buildShop, freePort, ShopProcess } from '../support/shop-process.js';

const PRODUCTS = 30;
/** The product at which the import stands still, since somebody else holds it. */
const HELD = 12;

const row = (index: number) => `resumed-${index},Resumed ${index},RES-${index},3,${index + 1}.00`;
const FILE = Buffer.from(
  ['slug,title,sku,on hand,price USD', ...Array.from({ length: PRODUCTS }, (_, index) => row(index))].join(
    '\n',
  ),
);

/** Looks on; the import is run by processes that come and go. */
let shop: TestShop;
let token: string;
let dataDir: string;
const processes: ShopProcess[] = [];

beforeAll(async () => {
  buildShop();
  dataDir = mkdtempSync(join(tmpdir(), 'cartwright-import-'));
  shop = await openShop({ worker: false, env: { LOG_LEVEL: 'fatal', DATA_DIR: dataDir } });
  ({ token } = await aStaff(shop));
});
afterAll(async () => {
  await Promise.all(processes.map((process) => process.end()));
  await shop.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function aProcess(): Promise<ShopProcess> {
  const process = new ShopProcess(await freePort());
  processes.push(process);
  await process.start({ WORKER: 'on' });
  return process;
}

const send = async (): Promise<string> => {
  const { body, headers } = multipart(FILE, { name: 'products.csv', type: 'text/csv' });
  return (await shop.http.post('/catalog/imports', body, { token, headers })).body.id;
};
const read = async (id: string) => (await shop.http.get(`/catalog/imports/${id}`, { token })).body;

/** A product that the file changes, held until the one who calls this lets go: there the import stands still. */
async function holdOneOf(name: string, sku: string): Promise<() => Promise<void>> {
  const variants = [{ sku: `${sku}-${HELD}`, prices: [money(100, 'USD')], onHand: 3 }];
  const { productId } = await aProduct(shop, { slug: `${name}-${HELD}`, title: 'Before', variants });
  const client = await aHolder(shop.databaseUrl);
  await client.query('BEGIN');
  await client.query('SELECT FROM products WHERE id = $1 FOR UPDATE', [productId]);
  return async () => {
    await client.query('COMMIT');
    await client.end();
  };
}

describe('an import whose process ends in the middle', () => {
  it('goes on behind the last product that was done, and does nothing twice', async () => {
    const letGo = await holdOneOf('resumed', 'RES');
    const first = await aProcess();
    const id = await send();
    await eventually(async () => (await read(id)).processed === HELD);
    await first.end('SIGKILL');
    const midway = await read(id);
    await letGo();

    expect(midway).toMatchObject({ state: 'running', processed: HELD, created: HELD });
    await aProcess();
    const done = await eventually(async () => {
      const found = await read(id);
      return found.state === 'completed' && found;
    });
    expect(done).toMatchObject({
      total: PRODUCTS,
      processed: PRODUCTS,
      rowsRead: PRODUCTS,
      created: PRODUCTS - 1,
      changed: 1,
      unchanged: 0,
      refused: 0,
    });
    const [counts] = await shop.sql(
      `SELECT count(*)::int AS products, sum(version)::int AS versions,
         (SELECT count(*)::int FROM stock_movements) AS movements
       FROM products WHERE slug LIKE 'resumed-%'`,
    );
    // The one that was there before was changed in two steps: the product, and its variant.
    expect(counts).toEqual({ products: PRODUCTS, versions: PRODUCTS + 2, movements: PRODUCTS });
    await shop.doctor();
  });

  it('is put back and gone on with when the process is told to stop', async () => {
    const again = Buffer.from(FILE.toString().replaceAll('resumed-', 'stopped-').replaceAll('RES-', 'STO-'));
    const letGo = await holdOneOf('stopped', 'STO');
    const { body, headers } = multipart(again, { name: 'products.csv', type: 'text/csv' });
    const { id } = (await shop.http.post('/catalog/imports', body, { token, headers })).body;
    const running = processes.at(-1)!;
    await eventually(async () => (await read(id)).processed === HELD);
    const end = running.end('SIGTERM');
    // It has heard, and told its parts, before it says so; where the wait for the product has just ended by itself, it
    // is gone before it can say anything.
    const isReady = () =>
      fetch(new URL('/health/ready', running.url)).then(
        ({ ok }) => ok,
        () => false,
      );
    await eventually(async () => !(await isReady()));
    await letGo();
    await end;

    const stopped = await read(id);
    expect(stopped.state).toBe('running');
    expect(stopped.processed).toBeLessThan(PRODUCTS);
    await aProcess();
    await eventually(async () => (await read(id)).state === 'completed');
    expect(await read(id)).toMatchObject({ processed: PRODUCTS, created: PRODUCTS - 1, changed: 1 });
    await shop.doctor();
  });
});
