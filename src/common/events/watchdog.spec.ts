import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backlog } from './backlog.js';
import type { JobHandlers } from './job-handlers.js';
import type { QueueRun, Signs } from './queue-run.js';
import { Watchdog } from './watchdog.js';
import type { Worker } from './worker.js';
import { WorkerConfig } from './worker.config.js';

const handlers = { tasks: () => ({}), lacking: async () => [] } as unknown as JobHandlers;

/** A worker whose runner shows what the test says. */
class StagedWorker {
  signs?: Signs = signsOf({});
  renewed = 0;
  readonly runner = this;

  renew(): void {
    this.renewed += 1;
  }
}

function signsOf(signs: Partial<Signs>): Signs {
  return { run: {} as QueueRun, looks: 0, taken: 0, isBusy: false, ...signs };
}

describe('The watchdog', () => {
  let worker: StagedWorker;
  let watchdog: Watchdog;
  let oldestSeconds: number;

  function watch(config: Partial<WorkerConfig>): void {
    const backlog = { oldestFreeSeconds: async () => oldestSeconds } as unknown as Backlog;
    const staged = worker as unknown as Worker;
    watchdog = new Watchdog(staged, handlers, backlog, Object.assign(new WorkerConfig(), config));
    watchdog.onApplicationBootstrap();
  }

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    worker = new StagedWorker();
    oldestSeconds = 0;
  });
  afterEach(() => {
    watchdog.beforeApplicationShutdown();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('replaces a runner that neither looks for jobs nor takes the one that is late', async () => {
    watch({ stallMs: 4_000, pollMs: 1_000 });
    await vi.advanceTimersByTimeAsync(6_000);
    expect([worker.renewed, watchdog.isStalled]).toEqual([1, true]);
  });

  it('asks one to take jobs that are late, since it may look for others only', async () => {
    oldestSeconds = 60;
    watch({ stallMs: 4_000, pollMs: 1_000 });
    const run = {} as QueueRun;
    for (let looks = 1; looks <= 6; looks += 1) {
      worker.signs = signsOf({ run, looks });
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(worker.renewed).toBe(1);
  });

  it('gives each runner the whole time to show a sign, whenever it begins', async () => {
    watch({ stallMs: 4_000, pollMs: 1_000 });
    oldestSeconds = 60;
    for (let begun = 0; begun < 10; begun += 1) {
      worker.signs = undefined;
      await vi.advanceTimersByTimeAsync(1_500);
      worker.signs = signsOf({});
      await vi.advanceTimersByTimeAsync(2_500);
    }
    expect(worker.renewed).toBe(0);
  });

  it('says that it stands still until it has taken a job, though its runner is a new one', async () => {
    oldestSeconds = 60;
    watch({ stallMs: 4_000, pollMs: 1_000 });
    await vi.advanceTimersByTimeAsync(6_000);
    const run = {} as QueueRun;
    worker.signs = signsOf({ run });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(watchdog.isStalled).toBe(true);
    worker.signs = signsOf({ run, taken: 1 });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(watchdog.isStalled).toBe(false);
  });

  it('says so too while no runner begins', async () => {
    worker.signs = undefined;
    watch({ stallMs: 4_000, pollMs: 1_000 });
    await vi.advanceTimersByTimeAsync(6_000);
    expect(watchdog.isStalled).toBe(true);
  });

  it('leaves one alone that looks as seldom as it is told to', async () => {
    watch({ stallMs: 2_000, pollMs: 8_000 });
    const run = {} as QueueRun;
    for (let looks = 1; looks <= 6; looks += 1) {
      worker.signs = signsOf({ run, looks });
      await vi.advanceTimersByTimeAsync(8_000);
    }
    expect([worker.renewed, watchdog.isStalled]).toEqual([0, false]);
  });
});
