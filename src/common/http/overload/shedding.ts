import type { CriticalityLevel } from './criticality.decorator.js';

export type SheddableLevel = Exclude<CriticalityLevel, 'vital'>;

/** Milliseconds of delay that start to refuse requests of a level. */
export type SheddingLimits = Readonly<Record<SheddableLevel, number>>;

/** Grows linearly from the limit to twice the limit, so that load settles instead of swinging. */
export const shareBeyond = (delayMs: number, limitMs: number): number =>
  Math.min(1, Math.max(0, (delayMs - limitMs) / limitMs));

const MAX_RETRY_SECONDS = 5;

/** Spread, so that refused clients do not return together. */
export const retryAfterSeconds = (random: number): number => 1 + Math.floor(random * MAX_RETRY_SECONDS);

/** Below this utilization, other processes of the machine cause the delay. */
const BUSY = 0.8;

export interface Measurement {
  /** Mean delay of the event loop. */
  readonly loopDelayMs: number;
  /** Share of time that the event loop worked: 0 to 1. */
  readonly utilization: number;
  /** Requests that wait for a database connection. */
  readonly poolWaiting: number;
}

export interface Pressure {
  /** Delay from the process's own work. */
  readonly loopDelayMs: number;
  /** Whether requests wait for each other, and not only for a provider. */
  readonly isQueueing: boolean;
}

export const CALM: Pressure = { loopDelayMs: 0, isQueueing: false };

/** Ignores the delay of an event loop with time to spare, because shedding would not reduce it. */
export function pressureBy({ loopDelayMs, utilization, poolWaiting }: Measurement): Pressure {
  const isBusy = utilization >= BUSY;
  return { loopDelayMs: isBusy ? loopDelayMs : 0, isQueueing: isBusy || poolWaiting > 0 };
}

export const delayAhead = ({ loopDelayMs, isQueueing }: Pressure, queueMs: number): number =>
  Math.max(loopDelayMs, isQueueing ? queueMs : 0);
