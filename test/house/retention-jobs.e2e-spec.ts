import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IncomingFiles } from '../../src/catalog/media/incoming-files.js';
import { firstIdOf } from '../../src/common/database/ids.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { HandlersRegistry } from '../../src/common/events/handlers.registry.js';
import { aCustomer } from '../support/builders/accounts.js';
import { aCart } from '../support/builders/carts.js';
import { anOrder } from '../support/builders/orders.js';
import { openShop, type TestShop } from '../support/shop.js';

const PAGE = readFileSync('docs/retention.md', 'utf8');
const JOB = /`([a-z]+\.[a-z_]+)`/g;
const REMOVES = /\b(removes|deletes|ends)\b/i;

/** Each table of the page whose rows a job ends, with the jobs that its row names. */
const ROWS = [...PAGE.matchAll(/^\| `([a-z_]+)`.*$/gm)].flatMap(([row, table]) =>
  [...row.matchAll(JOB)].map(([, job]) => ({ job: job!, table: table! })),
);
const TABLES = [...new Set(ROWS.map(({ table }) => table))];

/** What stands here of everything that people and providers leave behind, beside what builders make. */
const LEFT_BEHIND = `
  INSERT INTO idempotency_keys (scope, key, fingerprint, state, status, body)
    VALUES ('s', gen_random_uuid()::text, 'f', 'completed', 201, '{}');
  INSERT INTO sign_in_counters (key, points, expires_at)
    VALUES (rpad(gen_random_uuid()::text, 43, '-'), 1, now() + interval '1 hour');
  INSERT INTO media_files (url, width, height)
    VALUES ('/media/' || replace(gen_random_uuid()::text, '-', '') || '.jpg', 1, 1);
  INSERT INTO imports (id, kind, state, currency, actor_id, permissions, finished_at)
    VALUES (gen_random_uuid(), 'catalog', 'completed', 'USD', gen_random_uuid(), '{}', now())`;

describe('A job that the page on retention names', () => {
  let shop: TestShop;
  let folder: string;
  beforeAll(async () => {
    shop = await openShop({ worker: false });
    folder = shop.get(IncomingFiles)['folder'];
  });
  afterAll(() => shop.close());

  async function live(): Promise<void> {
    await aCart(shop);
    await aCustomer(shop);
    await anOrder(shop);
    const canceled = await anOrder(shop);
    await shop.http.post(`/orders/${canceled.id}/cancellation`, {}, canceled.proof);
    for (const statement of LEFT_BEHIND.split(';')) await shop.sql(statement);
    // Of an old time, as ids tell it: these two are found by them.
    const id = firstIdOf(4000).replace(/.{12}$/, randomUUID().slice(-12));
    await shop.sql(
      `INSERT INTO outbox (id, type, aggregate_id, payload) VALUES ($1, 'tests.thing_done', 'x', '{}')`,
      [id],
    );
    await shop.sql(
      `INSERT INTO payment_webhooks (id, provider, event_id, type, payload, status)
       VALUES ($1::uuid, 'test', $1::uuid::text, 'x', '{}', 'applied')`,
      [id],
    );
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, randomUUID()), '');
  }

  /** All that these tables know of happened eleven years earlier. As a replica, for which no log is append-only. */
  async function age(): Promise<void> {
    const columns = await shop.sql<{ table: string; column: string }>(
      `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
       WHERE table_schema = 'public' AND data_type = 'timestamp with time zone' AND table_name = ANY($1)`,
      [TABLES],
    );
    await shop.get(Transaction).run(async () => {
      await shop.sql('SET LOCAL session_replication_role = replica');
      for (const { table, column } of columns)
        await shop.sql(`UPDATE ${table} SET ${column} = ${column} - interval '11 years'`);
    });
    const before = new Date(0);
    for (const name of await readdir(folder)) await utimes(join(folder, name), before, before);
  }

  const stateOf = async (table: string): Promise<readonly unknown[]> => [
    await shop.sql(`SELECT md5(row::text) FROM ${table} AS row ORDER BY 1`),
    table === 'media_files' ? await readdir(folder) : [],
  ];
  const clocked = () => shop.get(HandlersRegistry).jobs.filter(({ cron }) => cron !== undefined);

  it.each(ROWS)('ends what is old, and is then done: $job, $table', async ({ job, table }) => {
    const run = () =>
      clocked()
        .find(({ name }) => name === job)!
        .run({} as never);
    await live();
    await age();
    const before = await stateOf(table);
    await run();
    const after = await stateOf(table);
    expect(after).not.toEqual(before);
    await run();
    expect(await stateOf(table)).toEqual(after);
  });

  it('stands in the row of a table, and none is missing that takes something away by the clock', () => {
    const inRows = new Set(ROWS.map(({ job }) => job));
    const anywhere = new Set([...PAGE.matchAll(JOB)].map(([, job]) => job!));
    // The queue is no table of the shop's.
    const removing = clocked().filter(({ says, name }) => REMOVES.test(says) && !name.endsWith('_jobs'));
    expect(inRows).toEqual(anywhere);
    expect(inRows).toEqual(new Set(removing.map(({ name }) => name)));
  });
});
