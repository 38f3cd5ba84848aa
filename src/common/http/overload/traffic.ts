import { type CriticalityLevel, LEVELS } from './criticality.decorator.js';

/** Weight of the newest window in the rate: about half a second is remembered. */
const NEWEST = 0.2;

const none = (): Record<CriticalityLevel, number> => ({
  sheddable: 0,
  entry: 0,
  normal: 0,
  critical: 0,
  vital: 0,
});

/** Requests that are under way, and how fast they are done with, by level. */
export class Traffic {
  private readonly underWay = none();
  private readonly perMs = none();
  private done = none();

  enter(level: CriticalityLevel): void {
    this.underWay[level] += 1;
  }

  leave(level: CriticalityLevel): void {
    this.underWay[level] -= 1;
    this.done[level] += 1;
  }

  /** Takes the time that has passed since the last look into the rates. */
  look(passedMs: number): void {
    for (const level of LEVELS) {
      const now = this.done[level] / passedMs;
      this.perMs[level] += (now - this.perMs[level]) * NEWEST;
    }
    this.done = none();
  }

  /**
   * Milliseconds that a new request of the level stands in line, by Little's law: those under way, over those done with
   * in a millisecond. Who is needed less does not count, since they would be refused first.
   */
  waitMs(level: CriticalityLevel): number {
    const before = LEVELS.slice(LEVELS.indexOf(level));
    const underWay = before.reduce((sum, each) => sum + this.underWay[each], 0);
    const perMs = before.reduce((sum, each) => sum + this.perMs[each], 0);
    return perMs > 0 ? underWay / perMs : 0;
  }
}
