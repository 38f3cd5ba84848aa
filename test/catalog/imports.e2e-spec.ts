import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CatalogImportJobs } from '../../src/catalog/import/catalog-import.jobs.js';
import { TakenOver } from '../../src/common/imports/import-run.js';
import { ImportsJobs } from '../../src/common/imports/imports.jobs.js';
import { aCustomer, aStaff } from '../support/builders/accounts.js';
import { eventually } from '../support/eventually.js';
import type { RequestOptions } from '../support/http-client.js';
import { multipart } from '../support/multipart.js';
import { openShop, type TestShop } from '../support/shop.js';

const HEADER = 'slug,title,sku,on hand,price USD,vendor';

let shop: TestShop;
let token: string;

beforeAll(async () => {
  shop = await openShop({ env: { IMPORT_MAX_BYTES: '600000' } });
  ({ token } = await aStaff(shop));
});
afterAll(async () => {
  await shop.doctor();
  await shop.close();
});

const csv = (...rows: string[]): Buffer => Buffer.from(`${[HEADER, ...rows].join('\r\n')}\r\n`);
const send = (file: Buffer, fields: Record<string, string> = {}, options: RequestOptions = {}) => {
  const { body, headers } = multipart(file, { name: 'products.csv', type: 'text/csv', fields });
  return shop.http.post('/catalog/imports', body, { token, ...options, headers });
};
const read = async (id: string) => (await shop.http.get(`/catalog/imports/${id}`, { token })).body;
const ended = (id: string) =>
  eventually(async () => {
    const found = await read(id);
    return found.finishedAt !== null && found;
  }, 30_000);
const importing = async (file: Buffer, fields?: Record<string, string>) =>
  ended((await send(file, fields)).body.id);
const rowsOf = async (table: 'imports' | 'import_chunks') =>
  (
    await shop.sql(
      `SELECT (SELECT count(*)::int FROM imports) AS imports, (SELECT count(*)::int FROM import_chunks) AS import_chunks`,
    )
  )[0][table] as number;

describe('a file that is sent to be imported', () => {
  it('is accepted, imported by a job, and reported line by line', async () => {
    const { status, body, headers } = await send(
      csv('harbor-mug,Harbor Mug,HM-1,5,12.50,Acme', 'harbor-cup,Harbor Cup,HC-1,5,much,Acme'),
    );

    expect(status).toBe(202);
    expect(body).toMatchObject({ state: 'queued', dryRun: false, processed: 0, total: null });
    expect(headers['location']).toBe(`/api/v1/catalog/imports/${body.id}`);
    expect(await ended(body.id)).toMatchObject({
      state: 'completed',
      format: 'Cartwright',
      total: 2,
      processed: 2,
      rowsRead: 2,
      created: 1,
      changed: 0,
      unchanged: 0,
      refused: 1,
      findings: 1,
      unreadColumns: ['vendor'],
      failure: null,
      report: [
        {
          kind: 'refused',
          line: 3,
          subject: 'harbor-cup',
          detail: 'price USD "much" is not an amount in USD',
        },
      ],
    });
    expect((await shop.http.get('/products/harbor-mug')).body).toMatchObject({
      title: 'Harbor Mug',
      variants: [{ sku: 'HM-1', price: { amount: 1250, currency: 'USD' }, available: true }],
    });
    expect(await rowsOf('import_chunks')).toBe(0);
  });

  it('changes nothing the second time, and says so; then only what is different', async () => {
    const rows = Array.from({ length: 20 }, (_, index) => `twice-${index},Twice ${index},TW-${index},1,5,`);
    const first = await importing(csv(...rows));
    const version = (await shop.http.get('/products/twice-3')).body.version;
    const second = await importing(csv(...rows));
    const third = await importing(csv(...rows.with(3, 'twice-3,Twice 3,TW-3,1,6,')));

    expect(first).toMatchObject({ created: 20, changed: 0, unchanged: 0 });
    expect(second).toMatchObject({ created: 0, changed: 0, unchanged: 20, refused: 0 });
    expect(third).toMatchObject({ created: 0, changed: 1, unchanged: 19, refused: 0 });
    expect((await shop.http.get('/products/twice-3')).body.version).toBeGreaterThan(version);
    expect((await shop.http.get('/products/twice-4')).body.version).toBe(1);
  });

  it('changes nothing in a dry run, which tells what would happen', async () => {
    const file = csv('dry-mug,Dry Mug,DRY-1,5,12.50,', 'dry-cup,Dry Cup,DRY-2,5,,');

    expect(await importing(file, { dryRun: 'true' })).toMatchObject({
      dryRun: true,
      created: 1,
      refused: 1,
      report: [{ line: 3, detail: 'the variant has no price' }],
    });
    expect((await shop.http.get('/products/dry-mug')).status).toBe(404);
    expect(await importing(file)).toMatchObject({ dryRun: false, created: 1, refused: 1 });
  });

  it('is done once, where several processes are about it at a time', async () => {
    const rows = Array.from({ length: 25 }, (_, index) => `once-${index},Once ${index},ONCE-${index},2,5,`);
    const { id } = (await send(csv(...rows))).body;
    const runs = Array.from({ length: 3 }, () => shop.get(CatalogImportJobs).run({ id }));
    const lost = (await Promise.allSettled(runs)).filter(({ status }) => status === 'rejected');

    // Theirs are jobs that fail, and so leave alone the one that was faster.
    for (const run of lost) expect(run).toMatchObject({ reason: expect.any(TakenOver) });
    expect(await ended(id)).toMatchObject({
      state: 'completed',
      processed: 25,
      created: 25,
      changed: 0,
      unchanged: 0,
    });
    const [counted] = await shop.sql(
      `SELECT count(*)::int AS movements FROM stock_movements
       JOIN variants ON variants.id = variant_id WHERE sku LIKE 'ONCE-%'`,
    );
    expect(counted).toEqual({ movements: 25 });
  });

  it('refuses rows with a NUL wherever it stands, and goes on with the next', async () => {
    const file = Buffer.from(
      'slug,title,sku,price USD,categories\n' +
        'nul-1,N,NUL-1,1\u0000,\nnul\u0000-2,N,NUL-2,1,\nnul-3,N,NUL-3,1,A\u0000B\nnul-4,N,NUL-4,1,\n',
    );
    const done = await importing(file);

    expect(done).toMatchObject({ state: 'completed', created: 1, refused: 3 });
    const { body } = await shop.http.get(`/catalog/imports/${done.id}`, { token });
    expect(new Set(body.report.map(({ line }: any) => line))).toEqual(new Set([2, 3, 4]));
  });

  it('takes the currency that is named for prices without one', async () => {
    const file = Buffer.from('Handle,Title,Variant Price\nyen-mug,Yen Mug,1200\n');

    expect(await importing(file, { currency: 'JPY' })).toMatchObject({ format: 'Shopify', created: 1 });
    const { body } = await shop.http.get('/products/yen-mug?currency=JPY');
    expect(body.variants[0].price).toEqual({ amount: 1200, currency: 'JPY' });
  });

  it.each([
    ['no table', Buffer.from('a picture of a cat'), 'The header matches no known format'],
    ['empty', Buffer.alloc(0), 'The file is empty.'],
    ['not UTF-8', Buffer.concat([csv('a,A,A,1,1,'), Buffer.from([0xff, 0xfe, 0x41])]), 'Line 3: '],
    ['broken off in a quote', csv('whole,Whole,W-1,1,1,', 'open,"Open,O-1,1,1,'), 'Line 3: a quote'],
  ])('fails when it is %s, and nothing of it is imported', async (_, file, why) => {
    const { state, failure, processed } = await importing(file);

    expect({ state, processed }).toEqual({ state: 'failed', processed: 0 });
    expect(failure).toContain(why);
    expect((await shop.http.get('/products/whole')).status).toBe(404);
  });

  it('is listed with the others, the latest first, and its report read page by page', async () => {
    const faulty = Array.from({ length: 130 }, (_, index) => `no-${index},No ${index},NO-${index},1,none,`);
    const { id, report, findings, refused } = await importing(csv(...faulty));
    const first = await shop.http.get('/catalog/imports?limit=2', { token });
    const next = `/catalog/imports?limit=2&cursor=${first.body.nextCursor}`;
    const second = await shop.http.get(next, { token });
    const tail = await shop.http.get(`/catalog/imports/${id}/findings?limit=100`, { token });
    const rest = `/catalog/imports/${id}/findings?limit=100&cursor=${tail.body.nextCursor}`;
    const lines = [...tail.body.items, ...(await shop.http.get(rest, { token })).body.items];

    expect({ findings, refused, shown: report.length }).toEqual({ findings: 130, refused: 130, shown: 100 });
    expect(lines.map(({ line }) => line)).toEqual(faulty.map((_, index) => index + 2));
    expect(first.body.items[0].id).toBe(id);
    const ids = [...first.body.items, ...second.body.items].map((each: any) => each.id as string);
    expect(new Set(ids).size).toBe(4);
    expect(ids).toEqual(ids.toSorted().toReversed());
  });

  it('is nobody else’s: other kinds, strangers and shoppers do not see it', async () => {
    const { id } = await importing(csv('own-mug,Own Mug,OWN-1,5,1,'));
    const customer = await aCustomer(shop);

    expect((await shop.http.get(`/catalog/imports/${id}`)).status).toBe(401);
    expect((await shop.http.get(`/catalog/imports/${id}`, { token: customer.token })).status).toBe(403);
    expect((await send(csv(), {}, { token: customer.token })).status).toBe(403);
    expect((await shop.http.get('/catalog/imports/none', { token })).status).toBe(404);
  });
});

describe('an Idempotency-Key', () => {
  it('lets the same file be imported once, whatever is sent again', async () => {
    const file = csv('key-mug,Key Mug,KEY-1,5,1,');
    const before = await rowsOf('imports');
    const first = await send(file, {}, { idempotencyKey: 'import-once' });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => send(file, {}, { idempotencyKey: 'import-once' })),
    );

    // One that meets another at the key itself is told to come again.
    for (const { status } of answers) expect([202, 409]).toContain(status);
    const again = await send(file, {}, { idempotencyKey: 'import-once' });
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers).toMatchObject({
      'idempotency-replayed': 'true',
      location: first.headers['location'],
    });
    expect(await rowsOf('imports')).toBe(before + 1);
    expect(await ended(first.body.id)).toMatchObject({ created: 1 });
  });

  it('is refused with another file or another wish', async () => {
    const file = csv('other-mug,Other Mug,OTHER-1,5,1,');
    const before = await rowsOf('imports');
    const first = await send(file, {}, { idempotencyKey: 'import-other' });
    const another = await send(csv('x,X,X-1,5,1,'), {}, { idempotencyKey: 'import-other' });
    const dry = await send(file, { dryRun: 'true' }, { idempotencyKey: 'import-other' });

    expect([another.body.code, dry.body.code]).toEqual(['idempotency_key_reused', 'idempotency_key_reused']);
    expect(await rowsOf('imports')).toBe(before + 1);
    await ended(first.body.id);
  });
});

describe('an upload that comes to nothing leaves nothing', () => {
  it.each([
    ['no file', (): Promise<any> => shop.http.post('/catalog/imports', {}, { token }), 415],
    ['too large a file', () => send(Buffer.alloc(600_001, 'x')), 413],
    ['an unknown currency', () => send(csv('a,A,A-1,1,1,'), { currency: 'XYZZY' }), 400],
    ['an unknown field', () => send(csv('a,A,A-1,1,1,'), { delimiter: ';' }), 400],
    ['no yes or no', () => send(csv('a,A,A-1,1,1,'), { dryRun: 'perhaps' }), 400],
  ])('as %s', async (_, sending, status) => {
    const before = [await rowsOf('imports'), await rowsOf('import_chunks')];

    expect((await sending()).status).toBe(status);
    expect([await rowsOf('imports'), await rowsOf('import_chunks')]).toEqual(before);
  });

  it('as a client that goes away in the middle', async () => {
    const { port, hostname } = new URL(await shop.listen());
    const { body, headers } = multipart(Buffer.alloc(500_000, 'a,b\n'), { name: 'a.csv', type: 'text/csv' });
    const before = await rowsOf('imports');
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const head = [
      'POST /api/v1/catalog/imports HTTP/1.1',
      `host: ${hostname}`,
      `authorization: Bearer ${token}`,
      `content-type: ${headers['content-type']}`,
      `content-length: ${body.length}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    socket.write(body.subarray(0, body.length - 10_000));
    await eventually(async () => (await rowsOf('import_chunks')) > 0);
    socket.destroy();

    await eventually(
      async () => (await rowsOf('imports')) === before && (await rowsOf('import_chunks')) === 0,
    );
  });

  it('as a process that was killed: the cleaning finds it, and lets the others be', async () => {
    const { user } = await aStaff(shop);
    await shop.sql(
      `INSERT INTO imports (id, kind, actor_id, permissions, currency, touched_at)
       SELECT gen_random_uuid(), 'catalog', $1, '{}', 'USD', now() - age
       FROM unnest('{59 minutes, 61 minutes, 5 days}'::interval[]) AS given (age)`,
      [user.id],
    );
    await shop.sql(
      `INSERT INTO import_chunks (import_id, number, bytes)
       SELECT id, 0, 'abc' FROM imports WHERE state = 'uploading'`,
    );
    const before = await rowsOf('imports');
    await shop.get(ImportsJobs).clean();

    expect(await rowsOf('imports')).toBe(before - 2);
    expect(await rowsOf('import_chunks')).toBe(1);
    await shop.sql("DELETE FROM imports WHERE state = 'uploading'");
  });
});
