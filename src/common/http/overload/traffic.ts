import { type CriticalityLevel, LEVELS } from './criticality.decorator.js';

/** Weight of the newest window in the rate: about half a second is remembered. */
const NEWEST = 0.2;

type Counts = Record<CriticalityLevel, number>;

/** What a window saw of each level and those above it. */
export interface Window {
  /** The fewest that were under way at any moment: what was more was no queue, since it emptied. */
  readonly least: Readonly<Counts>;
  readonly arrived: Readonly<Counts>;
  readonly passedMs: number;
}

const none = (): Counts => ({ sheddable: 0, entry: 0, normal: 0, critical: 0, vital: 0 });

/**
 * Requests under way, and how fast they are done with. Each level counts those of its own and of the levels above: who
 * is needed less would be refused first.
 */
export class Traffic {
  private readonly underWay = none();
  private least = none();
  private arrived = none();
  private done = none();
  private perMs?: Counts;

  /** Counts a request, whether it is let in or refused. */
  arrive(level: CriticalityLevel): void {
    for (const each of upTo(level)) this.arrived[each] += 1;
  }

  enter(level: CriticalityLevel): void {
    for (const each of upTo(level)) this.underWay[each] += 1;
  }

  leave(level: CriticalityLevel): void {
    for (const each of upTo(level)) {
      this.underWay[each] -= 1;
      this.done[each] += 1;
      this.least[each] = Math.min(this.least[each], this.underWay[each]);
    }
  }

  /** Ends a window, and tells what it saw. */
  look(passedMs: number): Window {
    const { least, arrived } = this;
    this.perMs = this.rates(passedMs);
    this.done = none();
    this.arrived = none();
    this.least = { ...this.underWay };
    return { least, arrived, passedMs };
  }

  /** Milliseconds that so many requests take, by Little's law: their number over those done with in a millisecond. */
  waitMs(level: CriticalityLevel, requests = this.underWay[level]): number {
    const perMs = this.perMs?.[level] ?? 0;
    return perMs > 0 ? requests / perMs : 0;
  }

  /** The first window counts whole: beginning from nothing, a shop that has just started would pass for a slow one. */
  private rates(passedMs: number): Counts {
    const rates = none();
    for (const level of LEVELS) {
      const now = this.done[level] / passedMs;
      const before = this.perMs?.[level] ?? now;
      rates[level] = before + (now - before) * NEWEST;
    }
    return rates;
  }
}

const upTo = (level: CriticalityLevel): readonly CriticalityLevel[] => UP_TO[level];

const UP_TO = Object.fromEntries(
  LEVELS.map((level, index) => [level, LEVELS.slice(0, index + 1)]),
) as unknown as Record<CriticalityLevel, readonly CriticalityLevel[]>;
