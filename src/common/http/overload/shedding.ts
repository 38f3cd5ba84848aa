import type { CriticalityLevel } from './criticality.decorator.js';

/** Levels that are ever refused. */
export type SheddableLevel = Exclude<CriticalityLevel, 'vital'>;

/** Milliseconds of delay from which requests of a level are refused. */
export type SheddingLimits = Readonly<Record<SheddableLevel, number>>;

/**
 * Share of a level's requests to refuse: none up to its limit, all from twice the limit, and evenly more between, so
 * that the shop settles at what it can serve instead of swinging between all and nothing.
 */
export const shareBeyond = (delayMs: number, limitMs: number): number =>
  Math.min(1, Math.max(0, (delayMs - limitMs) / limitMs));

const MAX_RETRY_SECONDS = 5;

/** Seconds to come back after: spread, so that those who were refused together do not return together. */
export const retryAfterSeconds = (random: number): number => 1 + Math.floor(random * MAX_RETRY_SECONDS);

/** Part of the time that a busy event loop works; below it, a delay comes from other processes of the machine. */
const BUSY = 0.8;

export interface Measurement {
  /** Mean lateness of the event loop, in milliseconds. */
  readonly loopDelayMs: number;
  /** Part of the time that the event loop worked: 0 to 1. */
  readonly utilization: number;
  /** Requests that wait for a database connection. */
  readonly poolWaiting: number;
}

/** What holds requests up at the moment. */
export interface Pressure {
  /** Lateness of the event loop by its own work, in milliseconds. */
  readonly loopDelayMs: number;
  /** Whether requests wait for each other: only then is their number a queue, and not patience with a provider. */
  readonly isQueueing: boolean;
}

export const CALM: Pressure = { loopDelayMs: 0, isQueueing: false };

/**
 * The pressure by what was measured now. An event loop that is late though it has time to spare is held up by its
 * neighbours: refusing requests would not help it.
 */
export function pressureBy({ loopDelayMs, utilization, poolWaiting }: Measurement): Pressure {
  const isBusy = utilization >= BUSY;
  return { loopDelayMs: isBusy ? loopDelayMs : 0, isQueueing: isBusy || poolWaiting > 0 };
}

/** The delay that a new request has before it, in milliseconds. */
export const delayAhead = ({ loopDelayMs, isQueueing }: Pressure, queueMs: number): number =>
  Math.max(loopDelayMs, isQueueing ? queueMs : 0);
