import type { Principal } from '../knowledge/cast.js';
import type { Operation } from '../knowledge/document.js';

/** A request in the making: right as it was drawn up, until mutations have been at it. */
export interface Draft {
  readonly operation: Operation;
  readonly principal: Principal;
  method: string;
  path: string;
  query: [name: string, value: string][];
  headers: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, in place of the body. */
  payload?: Buffer;
  isOnWire: boolean;
  readonly notes: string[];
}
