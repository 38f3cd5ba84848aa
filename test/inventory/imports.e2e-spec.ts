import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InventoryImportJobs } from '../../src/catalog/import/inventory-import.jobs.js';
import { money } from '../../src/common/money/money.js';
import { InventoryFacade } from '../../src/inventory/index.js';
import { aStaff } from '../support/builders/accounts.js';
import { type AVariantOptions, aVariant } from '../support/builders/products.js';
import { eventually } from '../support/eventually.js';
import { settleJobs } from '../support/jobs.js';
import { multipart } from '../support/multipart.js';
import { meetingAtLock } from '../support/row-lock.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let token: string;
let actorId: string;

beforeAll(async () => {
  shop = await openShop();
  const staff = await aStaff(shop);
  token = staff.token;
  actorId = staff.user.id;
});
afterAll(async () => {
  await shop.doctor();
  await shop.close();
});

const send = async (lines: readonly string[], fields: Record<string, string> = {}) => {
  const file = Buffer.from(lines.join('\n'));
  const { body, headers } = multipart(file, { name: 'stock.csv', type: 'text/csv', fields });
  return shop.http.post('/inventory/imports', body, { token, headers });
};
const ended = (id: string) =>
  eventually(async () => {
    const { body } = await shop.http.get(`/inventory/imports/${id}`, { token });
    return body.finishedAt !== null && body;
  }, 30_000);
const importing = async (lines: readonly string[], fields?: Record<string, string>) => {
  const { status, body, headers } = await send(lines, fields);
  expect(status).toBe(202);
  expect(headers['location']).toBe(`/api/v1/inventory/imports/${body.id}`);
  return ended(body.id);
};
const aSku = async (sku: string, options: AVariantOptions = {}) => aVariant(shop, { sku, ...options });
const levelOf = async (sku: string) =>
  (await shop.http.get(`/inventory/levels?sku=${encodeURIComponent(sku)}`, { token })).body.items[0];
const pricesOf = async (sku: string) =>
  shop.sql(
    `SELECT currency, amount, compare_at AS "compareAt" FROM prices
     JOIN variants ON variants.id = variant_id WHERE sku = $1 ORDER BY currency`,
    [sku],
  );
const told = ({ report }: { report: readonly any[] }) =>
  report.map(({ line, subject, detail }) => `${line} ${subject}: ${detail}`);

describe('a file of counts and prices', () => {
  it('sets both by SKU, and what shoppers see follows', async () => {
    const mug = await aSku('BOTH-1', { onHand: 0 });
    await aSku('BOTH-2', { prices: [money(500, 'USD'), money(450, 'EUR')] });
    await settleJobs(shop);
    expect((await shop.http.get(`/products/${mug.slug}`)).body.variants[0].available).toBe(false);

    const done = await importing([
      'sku,on hand,price,currency,note',
      'BOTH-1,7,12.50,,counted by hand',
      'BOTH-2,,4.75,EUR,',
    ]);

    expect(done).toMatchObject({
      state: 'completed',
      format: 'Stock and prices',
      total: 2,
      changed: 2,
      unchanged: 0,
      refused: 0,
      rowsRead: 2,
      unreadColumns: ['note'],
    });
    expect(await levelOf('BOTH-1')).toMatchObject({ onHand: 7 });
    expect(await levelOf('BOTH-2')).toMatchObject({ onHand: 10 });
    expect(await pricesOf('BOTH-2')).toEqual([
      { currency: 'EUR', amount: 475, compareAt: null },
      { currency: 'USD', amount: 500, compareAt: null },
    ]);
    await settleJobs(shop);
    const { body } = await shop.http.get(`/products/${mug.slug}`);
    expect(body.variants[0]).toMatchObject({ available: true, price: { amount: 1250, currency: 'USD' } });
    expect(
      await shop.sql(
        `SELECT kind, quantity, actor_id FROM stock_movements WHERE variant_id = $1 ORDER BY id`,
        [mug.variantId],
      ),
    ).toEqual([{ kind: 'count', quantity: 7, actor_id: actorId }]);
  });

  it('changes nothing the second time, and says so', async () => {
    await aSku('SAME-1');
    await aSku('SAME-2');
    const lines = ['SKU;Stock;Price USD;Price EUR', 'SAME-1;3;9.99;', 'SAME-2;4;;8.88'];
    const first = await importing(lines);
    const [before] = await shop.sql('SELECT count(*)::int AS movements FROM stock_movements');
    const version = await levelOf('SAME-1');
    const second = await importing(lines);

    expect(first).toMatchObject({ changed: 2, unchanged: 0 });
    expect(second).toMatchObject({ changed: 0, unchanged: 2, refused: 0 });
    expect(await levelOf('SAME-1')).toEqual(version);
    expect(await shop.sql('SELECT count(*)::int AS movements FROM stock_movements')).toEqual([before]);
  });

  it('changes nothing in a dry run, which tells what would happen', async () => {
    await aSku('DRY-1');
    const lines = ['sku,stock,price', 'DRY-1,3,9.99', 'DRY-NONE,3,9.99'];

    expect(await importing(lines, { dryRun: 'true' })).toMatchObject({
      dryRun: true,
      changed: 1,
      refused: 1,
    });
    expect(await levelOf('DRY-1')).toMatchObject({ onHand: 10 });
    expect(await pricesOf('DRY-1')).toMatchObject([{ amount: 1999 }]);
    expect(await importing(lines)).toMatchObject({ dryRun: false, changed: 1, refused: 1 });
  });

  it('refuses rows whole, each at its line and for its reason, and does the others', async () => {
    await Promise.all(['ROW-1', 'ROW-2', 'ROW-3', 'ROW-4', 'ROW-5'].map((sku) => aSku(sku)));
    const held = await aSku('ROW-HELD');
    const order = 'a7d0c1e2-5b7e-4f10-9c41-2d1f6a3e8b90';
    await shop.get(InventoryFacade).reserve(order, [{ variantId: held.variantId, quantity: 4 }], 900);

    const done = await importing([
      'sku,onHand,price,currency',
      'ROW-1,5,,',
      'row-1,5,,',
      'ROW-2,-5,,',
      'ROW-3,1.5,,',
      'ROW-4,,1.999,',
      'ROW-4,,-1,',
      'ROW-4,,1,XYZZY',
      'ROW-5,,,',
      'ROW-5,1000000001,,',
      ',5,,',
      'ROW-1,6,,',
      'ROW-HELD,3,1.00,',
      'ROW-5,5,1,USD,more',
    ]);

    expect(told(done)).toEqual([
      '3 row-1: there is no variant with this SKU',
      '4 ROW-2: onHand "-5" is no whole number from 0 to 1000000000',
      '5 ROW-3: onHand "1.5" is no whole number from 0 to 1000000000',
      '6 ROW-4: price "1.999" is not an amount in USD',
      '7 ROW-4: price "-1" is not an amount in USD',
      '8 ROW-4: "XYZZY" is no ISO 4217 currency',
      '9 ROW-5: the row has neither a count nor a price',
      '10 ROW-5: onHand "1000000001" is no whole number from 0 to 1000000000',
      '11 : sku is empty',
      '12 ROW-1: line 2 says on hand of this SKU already',
      '13 ROW-HELD: orders hold 4 units of it, more than would be left',
      '14 ROW-5: the row has more cells than the header',
    ]);
    expect(done).toMatchObject({ total: 13, changed: 1, unchanged: 0, refused: 12 });
    expect(await levelOf('ROW-HELD')).toMatchObject({ onHand: 10, reserved: 4 });
    expect(await pricesOf('ROW-HELD')).toMatchObject([{ amount: 1999 }]);
  });

  it('goes by what a row says alone, not by those that were refused or written otherwise', async () => {
    await aSku('SAY-1');
    await aSku('SAY-2');
    await aSku(' SAY-3 ');
    const done = await importing([
      'sku,on hand,price,currency,price USD',
      'SAY-1,7,1.999,,',
      'SAY-1,7,1,usd,',
      'SAY-2,,3,,4',
      ' SAY-3 ,8,,,',
      '  SAY-2,9,,,',
    ]);

    expect(told(done)).toEqual([
      '2 SAY-1: price "1.999" is not an amount in USD',
      '4 SAY-2: the row has two prices in USD',
    ]);
    expect(await levelOf('SAY-1')).toMatchObject({ onHand: 7 });
    expect(await levelOf(' SAY-3 ')).toMatchObject({ onHand: 8 });
    expect(await levelOf('SAY-2')).toMatchObject({ onHand: 9 });
  });

  it('takes nothing from a row that is refused, also for a part of it that another said', async () => {
    await aSku('PART-1');
    const done = await importing([
      'sku,on hand,price USD,price EUR',
      'PART-1,1,,',
      'PART-1,2,3.00,',
      'PART-1,,4.00,',
      'PART-1,5,x,',
      'PART-1,,,5.00',
      'PART-1,,6.00,',
    ]);

    expect(told(done)).toEqual([
      '3 PART-1: line 2 says on hand of this SKU already',
      '5 PART-1: price USD "x" is not an amount in USD',
      '7 PART-1: line 4 says USD of this SKU already',
    ]);
    expect(await levelOf('PART-1')).toMatchObject({ onHand: 1 });
    expect(await pricesOf('PART-1')).toMatchObject([{ amount: 500 }, { amount: 400 }]);
  });

  it('takes two spellings of a SKU for one variant, unless each is one, however far apart they stand', async () => {
    await Promise.all(['SPELL-1', 'SPELL-2', ' SPELL-2 ', 'SPELL-3'].map((sku) => aSku(sku)));
    const between = Array.from({ length: 95 }, (_, index) => `SPELL-NONE-${index},1,`);
    const done = await importing([
      'sku,on hand,price USD',
      'SPELL-1,5,',
      'SPELL-2,6,',
      ' SPELL-2 ,7,',
      ' SPELL-3,,8.00',
      'SPELL-3 ,,9.00',
      ' SPELL-\u0000 ,1,',
      ...between,
      ' SPELL-1 ,9,',
    ]);

    expect(told(done).filter((text) => !text.includes('NONE'))).toEqual([
      '6 SPELL-3: line 5 says USD of this SKU already',
      '7 SPELL-\ufffd: the row has a NUL character',
      '103 SPELL-1: line 2 says on hand of this SKU already',
    ]);
    expect(done).toMatchObject({ total: 102, changed: 4, refused: 98 });
    expect(await levelOf('SPELL-1')).toMatchObject({ onHand: 5 });
    expect(await levelOf(' SPELL-2 ')).toMatchObject({ onHand: 7 });
    expect(await pricesOf('SPELL-3')).toMatchObject([{ amount: 800 }]);
  });

  it.each([
    ['a header alone', ['sku,on hand'], 'The file has a header and no rows.'],
    [
      'a column twice',
      ['sku,price USD,Price usd', 'A,1,2'],
      'The column "Price usd" stands twice in the header.',
    ],
  ])('fails for %s', async (_, lines, failure) => {
    expect(await importing(lines)).toMatchObject({ state: 'failed', failure });
  });

  it('takes more rows than one transaction, in their order', async () => {
    const variants = Array.from({ length: 150 }, (_, index) => ({
      sku: `MANY-${index}`,
      options: { No: String(index % 100), Half: index < 100 ? 'a' : 'b' },
      prices: [money(100, 'USD')],
    }));
    const options = [
      { name: 'No', values: Array.from({ length: 100 }, (_, index) => String(index)) },
      { name: 'Half', values: ['a', 'b'] },
    ];
    const { token: owner } = await aStaff(shop);
    const made = await shop.http.post(
      '/products',
      { title: 'Many', options, variants },
      { token: owner, idempotencyKey: 'many' },
    );
    expect(made.status).toBe(201);
    const rows = variants.map(({ sku }, index) => `${sku},${index}`);
    const done = await importing(['sku,stock', ...rows.with(120, 'MANY-X,1')]);

    expect(done).toMatchObject({ total: 150, processed: 150, changed: 148, unchanged: 1, refused: 1 });
    expect(told(done)).toEqual(['122 MANY-X: there is no variant with this SKU']);
    expect(await levelOf('MANY-149')).toMatchObject({ onHand: 149 });
  });

  it('is kept in pieces, however large it is and however it arrives', async () => {
    await aSku('LARGE-1');
    const note = 'é'.repeat(400_000);
    const done = await importing(['sku,stock,note', `LARGE-1,4,${note}`, `LARGE-2,4,${note}`]);

    expect(done).toMatchObject({ state: 'completed', changed: 1, refused: 1, unreadColumns: ['note'] });
    expect(done.bytes).toBeGreaterThan(1_600_000);
  });

  it('reads what the export writes', async () => {
    const exported = await shop.http.get('/catalog/exports/products.csv', { token });
    const done = await importing(exported.text.split('\r\n'));

    expect(done).toMatchObject({ state: 'completed', changed: 0, refused: 0 });
    expect(done.unchanged).toBeGreaterThan(5);
  });

  it.each([
    ['no SKU', ['name,stock', 'a,1'], 'The header must name sku'],
    ['nothing to set', ['sku,title', 'a,1'], 'The header must name sku'],
    ['the count twice', ['sku,stock,on hand', 'a,1,2'], 'names the count twice'],
    ['no rows at all', [], 'The file is empty.'],
  ])('fails with %s', async (_, lines, why) => {
    const { state, failure } = await importing(lines);
    expect(state).toBe('failed');
    expect(failure).toContain(why);
  });

  it('needs the permission for prices when it sets them', async () => {
    await aSku('PERM-1');
    const { body } = await send(['sku,stock,price', 'PERM-1,1,1']);
    expect((await ended(body.id)).state).toBe('completed');
    // Staff may do both; what its sender might do is taken from what is kept with the file.
    const again = await meetingAtLock(
      shop,
      {
        sql: 'SELECT FROM stock_levels WHERE sku = $1 FOR UPDATE',
        parameters: ['PERM-1'],
        waiters: 2,
      },
      async () => {
        const blocked = await send(['sku,stock', 'PERM-1,2']);
        const next = await send(['sku,stock,price', 'PERM-1,3,3']);
        await shop.sql(`UPDATE imports SET permissions = '{inventory:write}' WHERE id = $1`, [next.body.id]);
        // The second one waits behind the first until here.
        await shop.sql(`SELECT FROM stock_levels WHERE sku = 'PERM-1' FOR UPDATE`);
        return [blocked.body.id, next.body.id] as const;
      },
    );
    expect(await ended(again[0])).toMatchObject({ state: 'completed', changed: 1 });
    expect(await ended(again[1])).toMatchObject({ state: 'failed', processed: 0 });
    expect(await levelOf('PERM-1')).toMatchObject({ onHand: 2 });
    expect((await shop.http.get(`/catalog/imports/${again[0]}`, { token })).status).toBe(404);
  });
});

describe('counts that are set while orders are placed', () => {
  it('never leave fewer units than orders hold', async () => {
    const { variantId } = await aSku('RACE-1', { onHand: 50 });
    const inventory = shop.get(InventoryFacade);
    const buying = Array.from({ length: 20 }, (_, index) =>
      inventory.reserve(
        `b7d0c1e2-5b7e-4f10-9c41-${String(index).padStart(12, '0')}`,
        [{ variantId, quantity: 1 }],
        900,
      ),
    );
    const [done] = await Promise.all([importing(['sku,stock', 'RACE-1,20']), ...buying]);

    expect(done).toMatchObject({ changed: 1, refused: 0 });
    expect(await levelOf('RACE-1')).toMatchObject({ onHand: 20, reserved: 20, available: 0 });
  });
});

describe('a finished file', () => {
  it('is what the shop shows, although no job has told it', async () => {
    const idle = await openShop({ worker: false });
    try {
      const staff = await aStaff(idle);
      const gone = await aVariant(idle, { sku: 'GONE', onHand: 3 });
      const back = await aVariant(idle, { sku: 'BACK', onHand: 0 });
      const shown = () =>
        Promise.all(
          [gone, back].map(async ({ slug }) => {
            const { body } = await idle.http.get(`/products/${slug}`);
            return body.variants[0].available;
          }),
        );
      expect(await shown()).toEqual([true, false]);
      const file = Buffer.from('sku,on hand\nGONE,0\nBACK,2');
      const { body, headers } = multipart(file, { name: 'stock.csv', type: 'text/csv' });
      const sent = await idle.http.post('/inventory/imports', body, { token: staff.token, headers });
      await idle.get(InventoryImportJobs).run({ id: sent.body.id });
      expect(await shown()).toEqual([false, true]);
      const told = await idle.sql("SELECT FROM graphile_worker.jobs WHERE task_identifier = 'event'");
      expect(told.length).toBeGreaterThanOrEqual(2);
    } finally {
      await idle.close();
    }
  });
});
