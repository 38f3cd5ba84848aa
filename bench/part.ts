import type { Bytes, Ports, Program } from './baseline-server.js';
import type { Row } from './measuring.js';

/** Rows of the table, with what the bare servers must know for them. */
export interface Part {
  readonly programs: Readonly<Record<string, Program>>;
  readonly bytes: Readonly<Record<string, Bytes>>;
  readonly rows: (ports: Ports) => Row[];
}
