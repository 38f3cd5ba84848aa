import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../support/random.js';
import type { ShopProcess } from '../support/shop-process.js';
import type { CrashingPostgres } from './database.js';
import type { Journal } from './journal.js';

const START_TRIES = 5;
/** As often as this the last process that serves is killed too, and nobody serves for a while. */
const BLACKOUT_CHANCE = 0.25;
/** As often as this a process that starts is to kill itself at one of the steps below, the first time that it gets there. */
const STEP_CHANCE = 0.75;
/** Where a crash matters most: the provider is about to act, or has acted, and it is not written down. */
const STEPS = [
  'payments.start_committed',
  'payments.start_answered',
  'payments.confirmation_answered',
  'payments.operation_answered',
  'payments.void_answered',
  'payments.webhook_looked_up',
  'payments.completion_written',
  'orders.stock_committed',
] as const;
const LOOK_MS = 250;

/** Kills what serves, at times that the seed decides, and starts it again. */
export class Chaos {
  kills = 0;
  /** Those of them that came at a step of the money path. */
  killsAtSteps = 0;
  /** Milliseconds from the crash of PostgreSQL until both processes were ready again, at most. */
  longestOutage = 0;
  private readonly starts = new Map<ShopProcess, Promise<void>>();
  private readonly armed = new Set<ShopProcess>();

  constructor(
    private readonly random: Random,
    private readonly processes: readonly ShopProcess[],
    private readonly postgres: CrashingPostgres,
    private readonly crashEveryMs: number,
    private readonly journal: Journal,
  ) {}

  /** Until the signal; all that was killed runs again when it ends. */
  async run(signal: AbortSignal): Promise<void> {
    let crashAt = performance.now() + this.crashEveryMs;
    while (!signal.aborted) {
      await this.rest(this.random.int(3_000, 10_000), signal);
      if (signal.aborted) break;
      if (performance.now() < crashAt) {
        await this.kill();
      } else {
        await this.crash();
        crashAt = performance.now() + this.crashEveryMs;
      }
    }
    await Promise.all(this.starts.values());
    // From here on nobody starts again what dies.
    await Promise.all([...this.armed].map((shop) => shop.end().then(() => startAgain(shop))));
  }

  private async rest(milliseconds: number, signal: AbortSignal): Promise<void> {
    const until = performance.now() + milliseconds;
    while (!signal.aborted && performance.now() < until) {
      await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
      for (const shop of this.processes) if (!shop.isRunning && !this.starts.has(shop)) this.raise(shop);
    }
  }

  /** Starts again one that has killed itself at its step; any other end is told of. */
  private raise(shop: ShopProcess): void {
    if (shop.wasKilled) {
      this.kills += 1;
      this.killsAtSteps += 1;
    } else {
      this.journal.violations.push(`A process ended by itself:\n${shop.output}`);
    }
    this.begin(shop);
  }

  /** As soon as the one that was killed before serves again, or else nobody serves for a while. */
  private async kill(): Promise<void> {
    const servesOne = this.starts.size < this.processes.length;
    if (!servesOne || !this.random.chance(BLACKOUT_CHANCE)) await Promise.all(this.starts.values());
    const victim = this.random.pick(this.processes.filter((shop) => !this.starts.has(shop)));
    this.kills += 1;
    this.begin(victim);
  }

  private begin(shop: ShopProcess): void {
    const step = this.random.chance(STEP_CHANCE) ? this.random.pick(STEPS) : undefined;
    if (step === undefined) this.armed.delete(shop);
    else this.armed.add(shop);
    const started = shop
      .end()
      .then(() => startAgain(shop, step))
      .finally(() => this.starts.delete(shop));
    this.starts.set(shop, started);
  }

  private async crash(): Promise<void> {
    const began = performance.now();
    await this.postgres.crash();
    await Promise.all(this.starts.values());
    for (const shop of this.processes) await this.outlived(shop);
    this.longestOutage = Math.max(this.longestOutage, performance.now() - began);
  }

  /** A process must outlive its database; one that did not is told of, and started again. */
  private async outlived(shop: ShopProcess): Promise<void> {
    try {
      await shop.ready();
    } catch (error) {
      if (!shop.wasKilled)
        this.journal.violations.push(`A process did not outlive a crash of PostgreSQL: ${String(error)}`);
      await shop.end();
      await startAgain(shop);
    }
  }
}

/** A start that meets a crash of the database, or the step at once, fails, and is tried again without the step. */
async function startAgain(shop: ShopProcess, step?: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await shop.start(step === undefined || tries > 1 ? {} : { FAILPOINTS: `${step}=kill` });
    } catch (error) {
      await shop.end();
      if (tries === START_TRIES) throw error;
    }
  }
}
