import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QueueRunner } from '../src/common/events/queue-runner.js';
import { WorkerConfig } from '../src/common/events/worker.config.js';
import { eventually } from './support/eventually.js';
import { openShop, type TestShop } from './support/shop.js';

describe('The runner of the queue', () => {
  let shop: TestShop;
  let pool: pg.Pool;
  let runner: QueueRunner;
  let done: number;

  beforeEach(async () => {
    shop = await openShop({ worker: false });
    pool = new pg.Pool({ connectionString: shop.databaseUrl, max: 3 });
    done = 0;
    const tasks = { count: async () => void (done += 1) };
    const config = Object.assign(new WorkerConfig(), { concurrency: 2, pollMs: 100 });
    runner = new QueueRunner({ pool, tasks, cron: [], onName: () => undefined }, config);
  });
  afterEach(async () => {
    await runner.stop();
    await pool.end();
    await shop.close();
  });

  const enqueue = () => shop.sql("SELECT graphile_worker.add_job('count')");
  const table = 'graphile_worker._private_tasks';

  it('gets over a failure of its very first look for jobs', async () => {
    await shop.sql(`ALTER TABLE ${table} RENAME TO _private_tasks_away`);
    await runner.start();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await shop.sql(`ALTER TABLE ${table}_away RENAME TO _private_tasks`);
    await enqueue();
    await eventually(() => done === 1);
  });

  it('gets over a failure of a later one', async () => {
    await runner.start();
    await enqueue();
    await eventually(() => done === 1);
    await shop.sql(`ALTER TABLE ${table} RENAME TO _private_tasks_away`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await shop.sql(`ALTER TABLE ${table}_away RENAME TO _private_tasks`);
    await enqueue();
    await eventually(() => done === 2);
    expect(done).toBe(2);
  });
});
