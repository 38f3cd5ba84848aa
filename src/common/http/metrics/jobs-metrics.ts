import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Abilities } from '../../events/abilities.js';
import { Backlog, type Standing } from '../../events/backlog.js';
import { Watchdog } from '../../events/watchdog.js';
import { Worker } from '../../events/worker.js';
import { within } from '../../waiting.js';
import { Metrics } from './metrics.js';

/** A scrape that waits longer leaves out the queue figures. */
const LOOK_LIMIT_MS = 1_000;

const OF_THE_QUEUE: Readonly<Record<keyof Standing, readonly [name: string, help: string]>> = {
  due: ['cartwright_jobs_due', 'Jobs whose time has come and that no process has taken'],
  oldestDueSeconds: [
    'cartwright_jobs_oldest_due_seconds',
    'For how long the oldest of the due jobs has been due',
  ],
  failed: ['cartwright_jobs_failed', 'Jobs that have used up their tries'],
  running: ['cartwright_jobs_running', 'Jobs under way, in all processes'],
  longestRunningSeconds: [
    'cartwright_jobs_longest_running_seconds',
    'For how long the oldest job has been under way',
  ],
};

/** Every process reports the queue, so that it is visible even when no worker runs. */
@Injectable()
export class JobsMetrics implements OnModuleInit {
  private looking?: Promise<Standing>;

  constructor(
    private readonly metrics: Metrics,
    private readonly backlog: Backlog,
    private readonly worker: Worker,
    private readonly watchdog: Watchdog,
    private readonly abilities: Abilities,
  ) {}

  onModuleInit(): void {
    for (const [key, [name, help]] of Object.entries(OF_THE_QUEUE))
      this.gauge(name, help, async () => (await this.look())?.[key as keyof Standing]);
    this.gauge(
      'cartwright_worker_stalled',
      'Whether the worker of this process stands still (1) or not (0)',
      () => Number(this.watchdog.isStalled),
    );
    this.gauge(
      'cartwright_worker_replaced_total',
      'Runners of the queue that were replaced in this process',
      () => this.worker.runner?.replaced,
    );
    this.gauge(
      'cartwright_worker_abilities_lacking',
      'Kinds of work that this process cannot do, and whose jobs it leaves to others',
      async () => (await this.abilities.lacking()).length,
    );
  }

  /** Unknown figures are left out, because an old figure or a zero could hide an alarm. */
  private gauge(
    name: string,
    help: string,
    value: () => Promise<number | undefined> | number | undefined,
  ): void {
    const gauge = new Gauge({
      name,
      help,
      registers: [],
      async collect() {
        const now = await value();
        if (now === undefined) this.remove();
        else this.set(now);
      },
    });
    this.metrics.registry.registerMetric(gauge);
  }

  /** All figures of a scrape share one query, and slow queries do not pile up. */
  private async look(): Promise<Standing | undefined> {
    this.looking ??= this.backlog.standing().finally(() => (this.looking = undefined));
    return within(
      LOOK_LIMIT_MS,
      this.looking.catch(() => undefined),
      () => undefined,
    );
  }
}
