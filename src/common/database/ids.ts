import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';

/** Time-ordered id (RFC 9562): rows made together lie together in the index. */
export const uuidv7 = (): string => v7();

/** Unguessable id, for ids that are themselves a secret. */
export const uuidv4 = (): string => randomUUID();

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

/** The smallest id that `uuidv7` can have given so many days ago: older rows lie before it. */
export const firstIdOf = (daysAgo: number): string =>
  v7({ msecs: Date.now() - daysAgo * 86_400_000, seq: 0, random: new Uint8Array(16) });
