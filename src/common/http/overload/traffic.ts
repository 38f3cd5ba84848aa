import { type CriticalityLevel, LEVELS } from './criticality.decorator.js';

/** Weight of the newest window in the rate; about half a second is remembered. */
const NEWEST = 0.2;

type Counts = Record<CriticalityLevel, number>;

export interface Window {
  /** Fewest concurrent requests; any above this were no queue, because it emptied. */
  readonly least: Readonly<Counts>;
  readonly arrived: Readonly<Counts>;
  readonly passedMs: number;
}

const none = (): Counts => ({ sheddable: 0, entry: 0, normal: 0, critical: 0, vital: 0 });

/** Concurrent requests and their rate. Each level includes the levels above, because those below are shed first. */
export class Traffic {
  private readonly underWay = none();
  private least = none();
  private arrived = none();
  private done = none();
  private perMs?: Counts;

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

  look(passedMs: number): Window {
    const { least, arrived } = this;
    this.perMs = this.rates(passedMs);
    this.done = none();
    this.arrived = none();
    this.least = { ...this.underWay };
    return { least, arrived, passedMs };
  }

  /** Wait by Little's law: requests over completions per millisecond. */
  waitMs(level: CriticalityLevel, requests = this.underWay[level]): number {
    const perMs = this.perMs?.[level] ?? 0;
    return perMs > 0 ? requests / perMs : 0;
  }

  /** The first window counts fully, because a start from zero would look slow. */
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
