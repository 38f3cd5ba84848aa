import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { QueuePool } from '../../src/common/events/queue-pool.js';
import { QueueRunner } from '../../src/common/events/queue-runner.js';
import { WorkerConfig } from '../../src/common/events/worker.config.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

const PATIENCE_MS = 20_000;

describe('The runner of the queue', () => {
  let shop: TestShop;
  let runner: QueueRunner;
  let done: string[];
  /** Names under which a runner has begun, and under which none works any more. */
  let begun: string[];
  let gone: string[];
  /** Lets a job that is held go on. */
  let goOn: Map<string, () => void>;

  beforeEach(async () => {
    shop = await openShop({ worker: false });
    done = [];
    begun = [];
    gone = [];
    goOn = new Map();
    const tasks = {
      note: async (payload: unknown) => void done.push(String(payload)),
      hold: async (payload: unknown) => {
        await new Promise<void>((resolve) => goOn.set(String(payload), resolve));
        done.push(String(payload));
      },
    };
    const config = Object.assign(new WorkerConfig(), { concurrency: 3, pollMs: 50, stopLimitMs: 500 });
    const work = {
      openPool: () => {
        const pool = new QueuePool({
          connectionString: shop.databaseUrl,
          application_name: 'cartwright-worker',
        });
        return pool
          .on('error', () => undefined)
          .on('connect', (client) => client.on('error', () => undefined));
      },
      tasks,
      cron: [],
      lacking: () => Promise.resolve([]),
      onName: (name: string) => void begun.push(name),
      onGone: async (name: string) => void gone.push(name),
    };
    runner = new QueueRunner(work, config);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await runner.stop();
    await shop.close();
  });

  const add = (task: string, payload: string) =>
    shop.sql('SELECT graphile_worker.add_job($1, to_json($2::text))', [task, payload]);

  /** Connections break just when the ends of so many jobs are to be written down. */
  function breakAtTheNextEnds(count: number): { readonly count: number } {
    const client = pg.Client.prototype as unknown as { query: (...args: any[]) => any };
    const { query } = client;
    const broken = { count: 0 };
    vi.spyOn(client, 'query').mockImplementation(function (this: pg.Client, ...args: any[]) {
      const isEnd = /^\s*(with j as \(\s*)?delete from "graphile_worker"\._private_jobs/.test(
        String(args[0]?.text),
      );
      if (!isEnd || broken.count === count) return query.apply(this, args);
      broken.count += 1;
      return Promise.reject(new Error('Connection terminated unexpectedly'));
    });
    return broken;
  }

  it('gets over a failure of its very first look for jobs', async () => {
    const table = 'graphile_worker._private_tasks';
    await shop.sql(`ALTER TABLE ${table} RENAME TO _private_tasks_away`);
    await runner.start();
    await eventually(() => begun.length === 2, PATIENCE_MS);
    await shop.sql(`ALTER TABLE ${table}_away RENAME TO _private_tasks`);
    await add('note', 'one');
    await eventually(() => done.length === 1, PATIENCE_MS);
    expect(begun.length).toBeGreaterThan(1);
  });

  it('is replaced when the ends of two jobs cannot be written while a third is under way', async () => {
    await runner.start();
    for (const word of ['first', 'second', 'third']) await add('hold', word);
    await eventually(() => goOn.size === 3, PATIENCE_MS);
    const broken = breakAtTheNextEnds(2);
    goOn.get('first')!();
    await eventually(() => broken.count === 1, PATIENCE_MS);
    goOn.get('second')!();
    await eventually(() => broken.count === 2 && begun.length === 2, PATIENCE_MS);
    await add('note', 'fourth');
    await eventually(() => done.includes('fourth'), PATIENCE_MS);
    // Its jobs are nobody else's until the last of them has ended.
    expect(gone).toEqual([]);
    goOn.get('third')!();
    await eventually(() => gone.length === 1, PATIENCE_MS);
    expect(gone).toEqual([begun[0]]);
    expect(done).toContain('third');
  }, 60_000);

  it('works on through the end of connections that wait, however often', async () => {
    await runner.start();
    const words = Array.from({ length: 40 }, (_, number) => `job-${number}`);
    for (const word of words) {
      await add('note', word);
      await shop.sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'cartwright-worker' AND datname = current_database() AND state = 'idle'`,
      );
    }
    await eventually(async () => {
      // As the shop does for a runner that is gone.
      await shop.sql('SELECT graphile_worker.force_unlock_workers($1)', [gone]);
      return words.every((word) => done.includes(word));
    }, 60_000);
  }, 90_000);

  it('stops though a job never ends, and though the ends of others cannot be written', async () => {
    await runner.start();
    for (const word of ['first', 'second', 'never']) await add('hold', word);
    await eventually(() => goOn.size === 3, PATIENCE_MS);
    const broken = breakAtTheNextEnds(100);
    goOn.get('first')!();
    await eventually(() => broken.count === 1, PATIENCE_MS);
    goOn.get('second')!();
    await runner.stop();
    expect(runner.running).toBe(1);
    expect(done).toEqual(['first', 'second']);
  }, 60_000);

  it('ends in order when it could not even begin to listen', async () => {
    const client = pg.Client.prototype as unknown as { query: (...args: any[]) => any };
    const { query } = client;
    let failToListen: ((reason: Error) => void) | undefined;
    let unlistened = 0;
    vi.spyOn(client, 'query').mockImplementation(function (this: pg.Client, ...args: any[]) {
      if (String(args[0]).startsWith('UNLISTEN')) unlistened += 1;
      if (!String(args[0]).startsWith('LISTEN')) return query.apply(this, args);
      return new Promise((_, reject) => (failToListen = reject));
    });
    const stray: unknown[] = [];
    const note = (reason: unknown): void => void stray.push(reason);
    process.on('unhandledRejection', note);
    try {
      await runner.start();
      await eventually(() => failToListen, PATIENCE_MS);
      await runner.stop();
      failToListen!(new Error('Connection terminated unexpectedly'));
      await eventually(() => unlistened === 2, PATIENCE_MS);
      await new Promise((resolve) => setImmediate(resolve));
      expect(stray).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
    }
  });
});
