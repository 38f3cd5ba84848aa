import type { Provider } from '@nestjs/common';

/** A sentence that must hold in any database at any moment, and the query that finds what breaks it. */
export interface Invariant {
  /** `inventory.reserved_equals_open_reservations`. */
  readonly name: string;
  /** What must hold, in one sentence. */
  readonly says: string;
  /** Gives the rows that break it; end it with a LIMIT. */
  readonly sql: string;
}

/** A module's invariants, for the doctor to find. */
export class InvariantSet {
  constructor(readonly invariants: readonly Invariant[]) {}
}

/** Registers a module's invariants: put it among the module's providers. */
export const provideInvariants = (invariants: readonly Invariant[]): Provider => ({
  provide: Symbol('invariants'),
  useValue: new InvariantSet(invariants),
});
