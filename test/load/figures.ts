import type { Sample } from './requests.js';

export const served = (samples: readonly Sample[]): Sample[] =>
  samples.filter(({ status }) => status >= 200 && status < 300);

export const refused = (samples: readonly Sample[]): Sample[] =>
  samples.filter(({ status }) => status === 503);

/** Milliseconds within which that part of the answers came. */
export function percentile(samples: readonly Sample[], part: number): number {
  const sorted = samples.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

export const p99 = (samples: readonly Sample[]): number => percentile(samples, 0.99);

export const perSecond = (samples: readonly Sample[], seconds: number): number => samples.length / seconds;

/** A claim of the catalogue, and what was seen. */
export interface Check {
  readonly test: string;
  readonly claim: string;
  readonly seen: string;
  readonly holds: boolean;
}

export const ms = (value: number): string => `${value.toFixed(0)} ms`;
export const rate = (value: number): string => `${value.toFixed(0)}/s`;
export const percent = (value: number): string => `${(value * 100).toFixed(0)} %`;
