import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';

/** Time-ordered id (RFC 9562): rows made together are neighbors in the index. */
export const uuidv7 = (): string => v7();

export const uuidv4 = (): string => randomUUID();

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

/** When a `uuidv7` was made, to the millisecond. */
export const madeAt = (id: string): Date =>
  new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));

/** The smallest `uuidv7` of that day: older rows have smaller ids. */
export const firstIdOf = (daysAgo: number): string =>
  v7({ msecs: Date.now() - daysAgo * 86_400_000, seq: 0, random: new Uint8Array(16) });
