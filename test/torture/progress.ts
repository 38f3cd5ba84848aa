import type { Chaos } from './chaos.js';
import type { CrashingPostgres } from './database.js';
import type { Journal } from './journal.js';

const LIVE_EVERY_MS = 500;
const PLAIN_EVERY_MS = 15_000;

/** Shows a run while it goes: one live line on a terminal, a plain line now and then elsewhere. */
export class TortureProgress {
  private readonly timer: NodeJS.Timeout;
  private readonly began = performance.now();

  constructor(
    private readonly journal: Journal,
    private readonly chaos: Chaos,
    private readonly postgres: CrashingPostgres,
    private readonly minutes: number,
    private readonly out: NodeJS.WriteStream = process.stderr,
  ) {
    this.timer = setInterval(() => this.show(), out.isTTY ? LIVE_EVERY_MS : PLAIN_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    if (this.out.isTTY) this.out.write('\n');
  }

  private show(): void {
    const seconds = Math.round((performance.now() - this.began) / 1_000);
    const { operations, unknown, settled, violations } = this.journal;
    const line =
      `${seconds} of ${this.minutes * 60} s  ${operations} operations (${Math.round(operations / seconds)}/s)  ` +
      `${this.chaos.kills} kills  ${this.postgres.crashes} database crashes  ` +
      `${settled} of ${unknown} unknowns settled  ${violations.length} violations`;
    this.out.write(this.out.isTTY ? `\r\u001B[2K${line}` : `${line}\n`);
  }
}
