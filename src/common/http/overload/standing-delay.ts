/** In intervals: a delay that comes back this soon is the same overload, and stands at once. */
const REMEMBERED = 16;

/**
 * Tells a delay that lasts from one that passes, as CoDel does (RFC 8289): it stands once it has been above its target
 * for a whole interval. One look below the target begins anew, since a queue that empties by itself is no overload.
 */
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

  /** Takes the delay measured at this moment, in milliseconds of one clock. */
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
