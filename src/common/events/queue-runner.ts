import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { QueueRun, type QueueWork, type Signs } from './queue-run.js';
import type { WorkerConfig } from './worker.config.js';

const RESTART_MS = 1_000;

/** Keeps one runner of the queue at work, and puts another in its place when it ends by itself or stands still. */
export class QueueRunner {
  private readonly logger = new Logger(QueueRunner.name);
  private current?: QueueRun;
  /** Those that were replaced and have not ended yet: jobs of theirs may be under way. */
  private readonly leaving = new Set<QueueRun>();
  private isStopped = false;
  private replacements = 0;

  constructor(
    private readonly work: QueueWork,
    private readonly config: WorkerConfig,
  ) {}

  /** How often a runner was replaced. */
  get replaced(): number {
    return this.replacements;
  }

  /** Of the runner at work; undefined while none is. */
  get signs(): Signs | undefined {
    return this.current?.signs;
  }

  /** Jobs under way. */
  get running(): number {
    return this.runs.reduce((sum, run) => sum + run.running, 0);
  }

  /** Under which jobs are, or were, taken by those that have not ended. */
  get names(): string[] {
    return this.runs.flatMap(({ name }) => name ?? []);
  }

  hasUnderWay(jobId: string): boolean {
    return this.runs.some((run) => run.hasUnderWay(jobId));
  }

  async start(): Promise<void> {
    const run = new QueueRun(this.work, this.config);
    this.current = run;
    try {
      await run.begin();
    } catch (error) {
      this.current = undefined;
      throw error;
    }
    void run.ending.then((reason) => this.replace(run, reason));
  }

  /** Puts another runner in the place of the one that stands still. */
  renew(reason: string): void {
    if (this.current) void this.replace(this.current, reason);
  }

  /** Jobs under way have so long; those that take longer are left to other processes. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all(
      this.runs.map((run) => run.end({ jobsLimitMs: this.config.stopLimitMs, isHurried: true })),
    );
    if (this.running > 0) this.logger.warn(`${this.running} job(s) under way are left to other processes`);
  }

  private get runs(): QueueRun[] {
    return this.current ? [this.current, ...this.leaving] : [...this.leaving];
  }

  /** The next one does not wait for the end of the one before, which may never come, or after hours with its jobs. */
  private async replace(run: QueueRun, reason: string): Promise<void> {
    if (this.isStopped || run !== this.current) return;
    this.current = undefined;
    this.replacements += 1;
    this.logger.error(`The queue's runner is replaced: ${reason}`);
    void this.letGo(run);
    while (!(await this.started())) continue;
  }

  private async letGo(run: QueueRun): Promise<void> {
    this.leaving.add(run);
    try {
      await run.end();
    } catch (error) {
      this.logger.warn(`Jobs of a runner that was replaced are freed later: ${String(error)}`);
    } finally {
      this.leaving.delete(run);
    }
  }

  /** Also when there is nothing to start any more. */
  private async started(): Promise<boolean> {
    await delay(RESTART_MS, undefined, { ref: false });
    if (this.isStopped) return true;
    return this.start().then(
      () => true,
      (error: unknown) => {
        this.logger.warn(`The queue's runner could not start: ${String(error)}`);
        return false;
      },
    );
  }
}
