import type { Provider } from '@nestjs/common';

/** A sentence that holds in any database at any moment, and the query for the rows that break it. */
export interface Invariant {
  readonly name: string;
  readonly says: string;
  /** Returns the rows that break it; ends with a LIMIT. */
  readonly sql: string;
}

export class InvariantSet {
  constructor(readonly invariants: readonly Invariant[]) {}
}

/** Registers a module's invariants; belongs in the module's providers. */
export const provideInvariants = (invariants: readonly Invariant[]): Provider => ({
  provide: Symbol('invariants'),
  useValue: new InvariantSet(invariants),
});
