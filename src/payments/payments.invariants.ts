import type { Invariant } from '../common/doctor/invariant.js';

export const PAYMENT_INVARIANTS: readonly Invariant[] = [];
