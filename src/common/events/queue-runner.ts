import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { QueueRun, type QueueWork, type Signs } from './queue-run.js';
import type { WorkerConfig } from './worker.config.js';

const RESTART_MS = 1_000;

/** Keeps one runner at work, and replaces one that ends by itself or stalls. */
export class QueueRunner {
  private readonly logger = new Logger(QueueRunner.name);
  private current?: QueueRun;
  /** Replaced runners whose jobs may still run. */
  private readonly leaving = new Set<QueueRun>();
  private isStopped = false;
  private replacements = 0;

  constructor(
    private readonly work: QueueWork,
    private readonly config: WorkerConfig,
  ) {}

  get replaced(): number {
    return this.replacements;
  }

  get signs(): Signs | undefined {
    return this.current?.signs;
  }

  get running(): number {
    return this.runs.reduce((sum, run) => sum + run.running, 0);
  }

  get names(): string[] {
    return this.runs.flatMap(({ name }) => name ?? []);
  }

  hasTaken(jobId: string, attempt: number): boolean {
    return this.runs.some((run) => run.hasTaken(jobId, attempt));
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

  renew(reason: string): void {
    if (this.current) void this.replace(this.current, reason);
  }

  /** Running jobs get a time limit; other processes take over longer ones. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all(
      this.runs.map((run) => run.end({ jobsLimitMs: this.config.stopLimitMs, isHurried: true })),
    );
    if (this.running > 0) this.logger.warn(`${this.running} running job(s) are left to other processes`);
  }

  private get runs(): QueueRun[] {
    return this.current ? [this.current, ...this.leaving] : [...this.leaving];
  }

  /** Does not wait for the old runner's end, which may take hours or never come. */
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
      this.logger.warn(`Jobs of a replaced runner are freed later: ${String(error)}`);
    } finally {
      this.leaving.delete(run);
    }
  }

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
