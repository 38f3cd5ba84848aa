import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../support/random.js';
import type { ShopProcess } from '../support/shop-process.js';
import type { CrashingPostgres } from './database.js';
import type { Journal } from './journal.js';

const START_TRIES = 5;
/** As often as this the last process that serves is killed too, and nobody serves for a while. */
const BLACKOUT_CHANCE = 0.25;

/** Kills what serves, at times that the seed decides, and starts it again. */
export class Chaos {
  kills = 0;
  /** Milliseconds from the crash of PostgreSQL until both processes were ready again, at most. */
  longestOutage = 0;
  private readonly starts = new Map<ShopProcess, Promise<void>>();

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
      await delay(this.random.int(3_000, 10_000), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
      if (performance.now() < crashAt) {
        await this.kill();
      } else {
        await this.crash();
        crashAt = performance.now() + this.crashEveryMs;
      }
    }
    await Promise.all(this.starts.values());
  }

  /** As soon as the one that was killed before serves again, or else nobody serves for a while. */
  private async kill(): Promise<void> {
    const servesOne = this.starts.size < this.processes.length;
    if (!servesOne || !this.random.chance(BLACKOUT_CHANCE)) await Promise.all(this.starts.values());
    const victim = this.random.pick(this.processes.filter((shop) => !this.starts.has(shop)));
    this.kills += 1;
    const started = victim
      .end()
      .then(() => startAgain(victim))
      .finally(() => this.starts.delete(victim));
    this.starts.set(victim, started);
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
      this.journal.violations.push(`A process did not outlive a crash of PostgreSQL: ${String(error)}`);
      await shop.end();
      await startAgain(shop);
    }
  }
}

/** A start that meets a crash of the database fails, and is tried again. */
async function startAgain(shop: ShopProcess): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await shop.start();
    } catch (error) {
      await shop.end();
      if (tries === START_TRIES) throw error;
    }
  }
}
