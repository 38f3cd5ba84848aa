import type { CriticalityLevel } from './criticality.decorator.js';
import {
  CALM,
  delayAhead,
  type Measurement,
  pressureBy,
  shareBeyond,
  type SheddableLevel,
  type SheddingLimits,
} from './shedding.js';
import { StandingDelay } from './standing-delay.js';
import { Traffic, type Window } from './traffic.js';

export interface SheddingRules {
  readonly limits: SheddingLimits;
  readonly intervalMs: number;
  /** Normal concurrency; this many requests are no queue, however long they take. */
  readonly atOnce: number;
}

/** Sheds a level whose delay stays above its limit for an interval; shorter delays pass by themselves. */
export class SheddingController {
  private readonly traffic = new Traffic();
  private readonly standing: ReadonlyMap<CriticalityLevel, StandingDelay>;
  private pressure = CALM;

  constructor(private readonly rules: SheddingRules) {
    const limits = Object.entries(rules.limits) as [SheddableLevel, number][];
    this.standing = new Map(
      limits.map(([level, limitMs]) => [level, new StandingDelay(limitMs, rules.intervalMs)]),
    );
  }

  get isCalm(): boolean {
    return this.pressure.loopDelayMs < 1 && !this.pressure.isQueueing;
  }

  /** Counts admitted and refused requests. */
  arrive(level: CriticalityLevel): void {
    this.traffic.arrive(level);
  }

  enter(level: CriticalityLevel): void {
    this.traffic.enter(level);
  }

  leave(level: CriticalityLevel): void {
    this.traffic.leave(level);
  }

  /** Share of new requests to refuse: 0 to 1. */
  shareToShed(level: CriticalityLevel): number {
    if (level === 'vital' || !this.standing.get(level)!.isStanding) return 0;
    return shareBeyond(delayAhead(this.pressure, this.traffic.waitMs(level)), this.rules.limits[level]);
  }

  /** Ends a window of this many milliseconds. */
  look(measured: Measurement, passedMs: number, at: number): void {
    this.pressure = pressureBy(measured);
    const window = this.traffic.look(passedMs);
    for (const [level, standing] of this.standing) standing.look(this.delayOf(level, window), at);
  }

  /** Requests that wait for the event loop are not counted; Little's law gives them: arrivals times delay. */
  private delayOf(level: CriticalityLevel, { least, arrived, passedMs }: Window): number {
    const { loopDelayMs } = this.pressure;
    const queue = Math.max(least[level], (arrived[level] / passedMs) * loopDelayMs);
    if (queue <= this.rules.atOnce) return 0;
    return delayAhead(this.pressure, this.traffic.waitMs(level, least[level]));
  }
}
