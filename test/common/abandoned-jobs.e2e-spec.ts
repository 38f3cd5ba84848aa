import { Injectable, Module } from '@nestjs/common';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CommonModule } from '../../src/common/common.module.js';
import { AbandonedJobs } from '../../src/common/events/abandoned.jobs.js';
import { Jobs, serialQueue } from '../../src/common/events/jobs.js';
import { Presence } from '../../src/common/events/presence.js';
import { Job } from '../../src/common/events/subscribe.decorator.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

@Injectable()
class Recorder {
  readonly ran: string[] = [];

  @Job('test.record', { says: 'Does what the test asks' })
  async record({ word }: { readonly word: string }): Promise<void> {
    this.ran.push(word);
  }

  @Job('test.end_while_the_database_is_away', { says: 'Does what the test asks' })
  async endWhileTheDatabaseIsAway({ word }: { readonly word: string }): Promise<void> {
    this.ran.push(word);
    if (this.ran.filter((ran) => ran === word).length > 1) return;
    await this.takeDatabaseAway(word);
  }

  takeDatabaseAway = async (_word: string): Promise<void> => undefined;
}

@Module({ imports: [CommonModule], providers: [Recorder] })
class RecorderModule {}

describe('A job that a killed process had taken', () => {
  let shop: TestShop;

  beforeAll(async () => {
    shop = await openShop({ root: RecorderModule });
  });
  afterAll(() => shop.close());

  /** Queues a job in its aggregate's queue as one that this worker took so many seconds ago. */
  async function taken(word: string, worker: string, secondsAgo: number): Promise<void> {
    await shop.get(Jobs).enqueue('test.record', { word }, { aggregateId: word, delaySeconds: 60 });
    await shop.sql(
      `WITH job AS (
         UPDATE graphile_worker._private_jobs
         SET locked_by = $2, locked_at = now() - make_interval(secs => $3), run_at = now()
         WHERE payload->>'word' = $1 RETURNING job_queue_id
       )
       UPDATE graphile_worker._private_job_queues SET locked_by = $2, locked_at = now() - make_interval(secs => $3)
       WHERE id IN (SELECT job_queue_id FROM job)`,
      [word, worker, secondsAgo],
    );
  }
  /** Frees the jobs of all who do not live, without waiting for the next look. */
  async function free(): Promise<void> {
    const rows = await shop.sql('SELECT application_name AS name FROM pg_stat_activity');
    await shop.get(AbandonedJobs).free(rows.map(({ name }) => name));
  }
  const heldBy = async (word: string): Promise<string | null> => {
    const [queue] = await shop.sql(
      'SELECT locked_by FROM graphile_worker._private_job_queues WHERE queue_name = $1',
      [serialQueue(word)],
    );
    return queue?.locked_by ?? null;
  };

  it('is taken over, with what waits behind it', async () => {
    await taken('first', 'pool-killed', 10);
    await shop.get(Jobs).enqueue('test.record', { word: 'second' }, { aggregateId: 'first' });
    await free();
    await eventually(() => shop.get(Recorder).ran.length === 2);
    expect(shop.get(Recorder).ran).toEqual(['first', 'second']);
  });

  it('is left alone while its process lives, or may just have begun', async () => {
    const own = shop.get(Presence).name!;
    await eventually(async () => {
      const rows = await shop.sql('SELECT FROM pg_stat_activity WHERE application_name = $1', [own]);
      return rows.length === 1;
    });
    await taken('mine', own, 3_600);
    await taken('fresh', 'pool-just-begun', 1);
    await free();
    expect(await heldBy('mine')).toBe(own);
    expect(await heldBy('fresh')).toBe('pool-just-begun');
  });

  it('is still left alone when the session of its process broke', async () => {
    const own = shop.get(Presence).name!;
    const session = async (isOther: (pid: number) => boolean = () => true) =>
      eventually(async () => {
        const rows = await shop.sql('SELECT pid FROM pg_stat_activity WHERE application_name = $1', [own]);
        return rows.length === 1 && isOther(rows[0].pid) && (rows[0].pid as number);
      });
    const before = await session();
    await shop.sql('SELECT pg_terminate_backend($1)', [before]);
    await expect(session((pid) => pid !== before)).resolves.toBeTypeOf('number');
  });

  it('is forgotten when a newer one has taken its key', async () => {
    const jobs = shop.get(Jobs);
    await jobs.enqueue('test.record', { word: 'older' }, { key: 'one', delaySeconds: 60 });
    await shop.sql(
      `UPDATE graphile_worker._private_jobs SET locked_by = 'pool-killed', locked_at = now() - interval '1 minute'
       WHERE key = 'one'`,
    );
    await jobs.enqueue('test.record', { word: 'newer' }, { key: 'one', delaySeconds: 60 });
    await free();
    const left = await shop.sql(
      `SELECT payload->>'word' AS word FROM graphile_worker._private_jobs WHERE payload->>'word' IN ('older', 'newer')`,
    );
    expect(left).toEqual([{ word: 'newer' }]);
  });

  it('stays where everybody sees it when its last try ended with its process', async () => {
    const jobs = shop.get(Jobs);
    await jobs.enqueue('test.record', { word: 'last' }, { delaySeconds: 60 });
    await jobs.enqueue('test.record', { word: 'later' }, { delaySeconds: 60 });
    const set = (word: string, change: string) =>
      shop.sql(`UPDATE graphile_worker._private_jobs SET ${change} WHERE payload->>'word' = $1`, [word]);
    const killed = "locked_by = 'pool-killed', locked_at = now() - interval '1 minute'";
    await set('last', `attempts = max_attempts, ${killed}`);
    await set('later', killed);
    await free();
    await set('later', "attempts = max_attempts, last_error = 'x'");
    await free();
    expect(
      await shop.sql(
        `SELECT payload->>'word' AS word, locked_by FROM graphile_worker._private_jobs
         WHERE payload->>'word' IN ('last', 'later') ORDER BY word`,
      ),
    ).toEqual([
      { word: 'last', locked_by: null },
      { word: 'later', locked_by: null },
    ]);
    await shop.sql("DELETE FROM graphile_worker._private_jobs WHERE payload->>'word' IN ('last', 'later')");
  });

  it.each([
    ['fails', 2],
    ['succeeds', 1],
  ])(
    'is no job whose end waits for a connection: one that %s then',
    async (word, times) => {
      const pool = pg.Pool.prototype as unknown as { connect: (this: pg.Pool, ...args: any[]) => any };
      const { connect } = pool;
      let isAway = false;
      let refused = 0;
      vi.spyOn(pool, 'connect').mockImplementation(function (this: pg.Pool, ...args: any[]) {
        if (!isAway || this.options.application_name !== 'cartwright-worker')
          return connect.apply(this, args);
        refused += 1;
        return Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
      });
      shop.get(Recorder).takeDatabaseAway = async () => {
        isAway = true;
        if (word === 'fails') throw new Error('as it was asked to');
      };
      const before = shop.get(Presence).name;
      await shop.get(Jobs).enqueue('test.end_while_the_database_is_away', { word }, { aggregateId: word });
      await eventually(() => refused > 5);
      isAway = false;
      await eventually(async () => {
        await shop.sql('UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL');
        const left = await shop.sql("SELECT FROM graphile_worker._private_jobs WHERE payload->>'word' = $1", [
          word,
        ]);
        return left.length === 0;
      }, 30_000);
      expect(shop.get(Recorder).ran.filter((ran) => ran === word)).toHaveLength(times);
      expect(shop.get(Presence).name).toBe(before);
      vi.restoreAllMocks();
    },
    60_000,
  );
});
