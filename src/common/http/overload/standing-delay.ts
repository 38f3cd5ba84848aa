/** Intervals in which a returning delay counts as the same overload. */
const REMEMBERED = 16;

/** Separates lasting delays from passing ones, as CoDel does (RFC 8289): above target for a whole interval. */
export class StandingDelay {
  private aboveSince?: number;
  private lastStood = -Infinity;
  private stands = false;

  constructor(
    private readonly targetMs: number,
    private readonly intervalMs: number,
  ) {}

  get isStanding(): boolean {
    return this.stands;
  }

  look(delayMs: number, at: number): void {
    if (delayMs <= this.targetMs) this.aboveSince = undefined;
    else this.aboveSince ??= at;
    this.stands = this.aboveSince !== undefined && this.hasLasted(at - this.aboveSince, at);
    if (this.stands) this.lastStood = at;
  }

  private hasLasted(forMs: number, at: number): boolean {
    return forMs >= this.intervalMs || at - this.lastStood <= REMEMBERED * this.intervalMs;
  }
}
