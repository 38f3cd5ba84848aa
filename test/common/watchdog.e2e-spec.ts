import { Injectable, Module } from '@nestjs/common';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CommonModule } from '../../src/common/common.module.js';
import { Jobs } from '../../src/common/events/jobs.js';
import { Job } from '../../src/common/events/subscribe.decorator.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

const PATIENCE_MS = 60_000;

@Injectable()
class Recorder {
  readonly ran: string[] = [];

  @Job('test.record', { says: 'Does what the test asks' })
  async record({ word }: { readonly word: string }): Promise<void> {
    this.ran.push(word);
  }
}

@Module({ imports: [CommonModule], providers: [Recorder] })
class RecorderModule {}

interface WorkersClient {
  readonly connectionParameters: { readonly application_name?: string };
}

/** From now on the worker waits for ever when it looks for jobs. */
function letLooksHang(): void {
  const client = pg.Client.prototype as unknown as { query: (...args: any[]) => any };
  const { query } = client;
  vi.spyOn(client, 'query').mockImplementation(function (this: WorkersClient, ...args: any[]) {
    const isWorkers = this.connectionParameters.application_name === 'cartwright-worker';
    const isLook = isWorkers && String(args[0]?.text).includes('for update');
    return isLook ? new Promise(() => undefined) : query.apply(this, args);
  });
}

describe('A worker that stands still though jobs are due', () => {
  let shop: TestShop;

  beforeAll(async () => {
    shop = await openShop({ root: RecorderModule, env: { WORKER_STALL_MS: '1000', LOG_LEVEL: 'silent' } });
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => shop.close());

  const readiness = () => shop.http.get('/health/ready');
  const figure = async (name: string): Promise<number | undefined> => {
    const { text } = await shop.http.get('/metrics');
    const value = new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1];
    return value === undefined ? undefined : Number(value);
  };

  it('is told by readiness and figures, and is replaced', async () => {
    expect((await readiness()).status).toBe(200);
    letLooksHang();
    await shop.get(Jobs).enqueue('test.record', { word: 'late' });

    const codes = new Set<unknown>();
    await eventually(async () => {
      const { status, body } = await readiness();
      codes.add(body.code);
      return status === 503;
    }, PATIENCE_MS);
    expect([...codes]).toContain('jobs_stalled');
    expect(await figure('cartwright_worker_stalled')).toBe(1);
    expect(await figure('cartwright_worker_replaced_total')).toBeGreaterThan(0);
    expect(await figure('cartwright_jobs_due')).toBe(1);
    expect(await figure('cartwright_jobs_oldest_due_seconds')).toBeGreaterThan(0);

    vi.restoreAllMocks();
    await eventually(() => shop.get(Recorder).ran.includes('late'), PATIENCE_MS);
    await eventually(async () => (await readiness()).status === 200, PATIENCE_MS);
    await eventually(async () => (await figure('cartwright_jobs_due')) === 0, PATIENCE_MS);
    expect(await figure('cartwright_worker_stalled')).toBe(0);
  }, 180_000);

  it('is not one whose jobs are for later, or have failed for good', async () => {
    await shop.get(Jobs).enqueue('test.record', { word: 'later' }, { delaySeconds: 3_600 });
    await shop.get(Jobs).enqueue('test.record', { word: 'failed' }, { delaySeconds: 3_600 });
    await shop.sql(
      `UPDATE graphile_worker._private_jobs SET attempts = max_attempts, run_at = now()
       WHERE payload->>'word' = 'failed'`,
    );
    expect(await figure('cartwright_jobs_failed')).toBe(1);
    expect(await figure('cartwright_jobs_due')).toBe(0);
    expect((await readiness()).status).toBe(200);
  });
});

describe('The figures of the queue', () => {
  it('are told by a process without a worker, and left out while the database does not say them', async () => {
    const shop = await openShop({ worker: false, env: { LOG_LEVEL: 'silent' } });
    try {
      const told = async () => (await shop.http.get('/metrics')).text;
      await shop.get(Jobs).enqueue('test.record', {});
      expect(await told()).toMatch(/^cartwright_jobs_due 1$/m);
      await shop.sql('ALTER TABLE graphile_worker._private_jobs RENAME TO _private_jobs_away');
      expect(await told()).not.toMatch(/^cartwright_jobs_due /m);
      expect(await told()).toMatch(/^http_request_duration_seconds_count/m);
    } finally {
      await shop.close();
    }
  });
});
