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
  /** How often a runner has begun. */
  let begun: number;

  beforeEach(async () => {
    shop = await openShop({ worker: false });
    pool = new pg.Pool({ connectionString: shop.databaseUrl, max: 3 });
    done = begun = 0;
    const tasks = { count: async () => void (done += 1) };
    const config = Object.assign(new WorkerConfig(), { concurrency: 2, pollMs: 100 });
    runner = new QueueRunner({ pool, tasks, cron: [], onName: () => (begun += 1) }, config);
  });
  afterEach(async () => {
    await runner.stop();
    await pool.end();
    await shop.close();
  });

  it('gets over a failure of its very first look for jobs', async () => {
    const table = 'graphile_worker._private_tasks';
    await shop.sql(`ALTER TABLE ${table} RENAME TO _private_tasks_away`);
    await runner.start();
    await eventually(() => begun === 2);
    await shop.sql(`ALTER TABLE ${table}_away RENAME TO _private_tasks`);
    await shop.sql("SELECT graphile_worker.add_job('count')");
    await eventually(() => done === 1);
    expect(begun).toBeGreaterThan(1);
  });
});
