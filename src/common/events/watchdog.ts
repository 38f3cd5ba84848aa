import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Backlog } from './backlog.js';
import { JobHandlers } from './job-handlers.js';
import type { Signs } from './queue-run.js';
import { Worker } from './worker.js';
import { WorkerConfig } from './worker.config.js';

/** A worker gets several looks, so that a paused process judges none. */
const LOOKS = 4;

/** Replaces a worker that takes no due jobs, whatever it waits for. */
@Injectable()
export class Watchdog implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Watchdog.name);
  private timer?: NodeJS.Timeout;
  private tasks: readonly string[] = [];
  private before?: Signs;
  private looksWithoutSign = 0;
  private hasStalled = false;

  constructor(
    private readonly worker: Worker,
    private readonly handlers: JobHandlers,
    private readonly backlog: Backlog,
    private readonly config: WorkerConfig,
  ) {}

  get isStalled(): boolean {
    return this.hasStalled;
  }

  onApplicationBootstrap(): void {
    if (!this.config.enabled) return;
    this.tasks = Object.keys(this.handlers.tasks());
    this.lookLater();
  }

  beforeApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private lookLater(): void {
    this.timer = setTimeout(() => {
      this.look().then(
        () => this.timer && this.lookLater(),
        () => this.timer && this.lookLater(),
      );
    }, this.patienceMs / LOOKS).unref();
  }

  /** A runner that polls rarely shows signs rarely. */
  private get patienceMs(): number {
    return Math.max(this.config.stallMs, 2 * this.config.pollMs);
  }

  private async look(): Promise<void> {
    const oldest = await this.backlog.oldestFreeSeconds(this.tasks, await this.handlers.lacking());
    const isLate = oldest * 1_000 > this.patienceMs;
    const now = this.worker.runner?.signs;
    const shown = showsSign(this.before, now, isLate);
    // A new runner gets all its looks, or slow starters would never begin work.
    const isNew = now !== undefined && now.run !== this.before?.run;
    this.looksWithoutSign = shown || isNew ? 0 : this.looksWithoutSign + 1;
    this.before = now;
    if (shown) this.hasStalled = false;
    if (this.looksWithoutSign >= LOOKS) this.replaceWorker();
  }

  private replaceWorker(): void {
    this.hasStalled = true;
    this.looksWithoutSign = 0;
    this.logger.error('The worker took no due job, or did not look for any; it is replaced');
    this.worker.runner?.renew('it stood still');
  }
}

/** A late job must be taken. Without one, looking for jobs is enough. */
function showsSign(before: Signs | undefined, now: Signs | undefined, isLate: boolean): boolean {
  if (!now) return false;
  if (now.isBusy) return true;
  const last = now.run === before?.run ? before : { taken: 0, looks: 0 };
  return isLate ? now.taken > last.taken : now.looks > last.looks;
}
