import { Injectable, Module } from '@nestjs/common';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommonModule } from '../../src/common/common.module.js';
import { Jobs, serialQueue } from '../../src/common/events/jobs.js';
import { Presence } from '../../src/common/events/presence.js';
import { StrayJobs } from '../../src/common/events/stray-jobs.js';
import { Job } from '../../src/common/events/subscribe.decorator.js';
import { Worker } from '../../src/common/events/worker.js';
import { cutWorkers } from '../torture/worker-cuts.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

@Injectable()
class Recorder {
  readonly ran: string[] = [];
  goOn?: () => void;

  @Job('test.record', { says: 'Notes a word' })
  async record({ word }: { readonly word: string }): Promise<void> {
    this.ran.push(word);
  }

  @Job('test.hold', { says: 'Holds on until it is told to go on' })
  async hold({ word }: { readonly word: string }): Promise<void> {
    this.ran.push(word);
    await new Promise<void>((resolve) => (this.goOn = resolve));
  }
}

@Module({ imports: [CommonModule], providers: [Recorder] })
class RecorderModule {}

describe('A job that was taken, and of which the taker does not know', () => {
  let shop: TestShop;
  let recorder: Recorder;

  beforeEach(async () => {
    shop = await openShop({ root: RecorderModule, env: { LOG_LEVEL: 'silent' } });
    recorder = shop.get(Recorder);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    recorder.goOn?.();
    await shop.close();
  });

  /** Queues a job that the runner of this name has taken long ago. */
  async function takenBy(name: string, word: string): Promise<void> {
    await shop.get(Jobs).enqueue('test.record', { word }, { aggregateId: word, delaySeconds: 60 });
    await shop.sql(
      `WITH job AS (
         UPDATE graphile_worker._private_jobs SET locked_by = $2, locked_at = now(), run_at = now()
         WHERE payload->>'word' = $1 RETURNING job_queue_id
       )
       UPDATE graphile_worker._private_job_queues SET locked_by = $2, locked_at = now()
       WHERE id IN (SELECT job_queue_id FROM job)`,
      [word, name],
    );
  }
  const presences = async (): Promise<string[]> => {
    const rows = await shop.sql(
      `SELECT application_name AS name FROM pg_stat_activity
       WHERE application_name LIKE 'pool-%' AND datname = current_database()`,
    );
    return rows.map(({ name }) => name as string);
  };

  it('is freed when its runner is replaced that had nothing else to do', async () => {
    const name = shop.get(Presence).name!;
    await takenBy(name, 'lost');
    shop.get(Worker).runner!.renew('the test asked for it');
    await eventually(() => recorder.ran.includes('lost'));
    await eventually(async () => {
      const present = await presences();
      return present.length === 1 && present[0] !== name;
    });
  });

  it('is freed though its runner goes on', async () => {
    const name = shop.get(Presence).name!;
    await takenBy(name, 'lost');
    await shop.get(Jobs).enqueue('test.record', { word: 'behind' }, { aggregateId: 'lost' });
    await eventually(() => recorder.ran.length === 2);
    expect(recorder.ran).toEqual(['lost', 'behind']);
    expect(shop.get(Presence).name).toBe(name);
  });

  it('is not one that is under way, however long', async () => {
    await shop.get(Jobs).enqueue('test.hold', { word: 'long' }, { aggregateId: 'long' });
    await eventually(() => recorder.goOn !== undefined);
    const strays = shop.get(StrayJobs);
    const now = vi.spyOn(performance, 'now');
    for (const later of [0, 60_000, 120_000]) {
      now.mockReturnValue(later);
      await strays.free();
    }
    const [queue] = await shop.sql(
      'SELECT locked_by FROM graphile_worker._private_job_queues WHERE queue_name = $1',
      [serialQueue('long')],
    );
    expect(queue!.locked_by).toBe(shop.get(Presence).name);
    expect(recorder.ran).toEqual(['long']);
  });

  it('is not one whose end waits to be written down, however long', async () => {
    const client = pg.Client.prototype as unknown as { query: (...args: any[]) => any };
    const { query } = client;
    let write: (() => void) | undefined;
    vi.spyOn(client, 'query').mockImplementation(async function (this: pg.Client, ...args: any[]) {
      if (/delete from "graphile_worker"\._private_jobs/.test(String(args[0]?.text)))
        await new Promise<void>((resolve) => (write = resolve));
      return query.apply(this, args);
    });
    await shop.get(Jobs).enqueue('test.record', { word: 'done' }, { aggregateId: 'done' });
    await eventually(() => write !== undefined);
    const now = vi.spyOn(performance, 'now');
    for (const later of [0, 60_000, 120_000]) {
      now.mockReturnValue(later);
      await shop.get(StrayJobs).free();
    }
    const [job] = await shop.sql('SELECT locked_by FROM graphile_worker._private_jobs');
    expect(job!.locked_by).toBe(shop.get(Presence).name);
    vi.restoreAllMocks();
    write!();
    await eventually(async () => (await shop.sql('SELECT FROM graphile_worker._private_jobs')).length === 0);
    expect(recorder.ran).toEqual(['done']);
  });

  it('is found whichever connections break, and whenever', async () => {
    const words = Array.from({ length: 60 }, (_, number) => `job-${number}`);
    for (const word of words) {
      await shop.get(Jobs).enqueue('test.record', { word }, { aggregateId: word });
      await cutWorkers(shop, word.endsWith('3') ? 'all' : 'busy');
    }
    const answers = loseAnswers(3);
    for (const word of words)
      await shop.get(Jobs).enqueue('test.record', { word: `${word}-again` }, { aggregateId: word });
    await eventually(() => words.every((word) => recorder.ran.includes(`${word}-again`)));
    expect(words.filter((word) => !recorder.ran.includes(word))).toEqual([]);
    expect(answers.lost).toBe(3);
  });

  /** PostgreSQL gives out so many jobs, and each answer is lost on its way. */
  function loseAnswers(count: number): { readonly lost: number } {
    const client = pg.Client.prototype as unknown as { query: (...args: any[]) => any };
    const { query } = client;
    const answers = { lost: 0 };
    vi.spyOn(client, 'query').mockImplementation(async function (this: pg.Client, ...args: any[]) {
      const answer = await query.apply(this, args);
      const isTake = String(args[0]?.text).includes('for update') && answer?.rows?.length > 0;
      if (!isTake || answers.lost === count) return answer;
      answers.lost += 1;
      throw new Error('Connection terminated unexpectedly');
    });
    return answers;
  }
});
