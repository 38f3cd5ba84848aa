import type { Fault } from '../../errors/errors.js';

const MAX_FAULTS = 50;

/** Collects at most as many faults as an answer shows. */
export class Faults {
  readonly found: Fault[] = [];

  add(fault: Fault): void {
    if (!this.isFull) this.found.push(fault);
  }

  get isFull(): boolean {
    return this.found.length >= MAX_FAULTS;
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
