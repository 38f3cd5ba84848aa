import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { VERSION } from '../http/version.js';
import { Redis } from '../redis/redis.js';
import type { Answer, Beginning, SharedAnswer } from './answer.js';

/** Most that one answer may take of Redis. */
export const MAX_SHARED_BYTES = 256 * 1024;
/** Longer than any answer is kept, and by more than clocks differ. */
const SOON_MS = 10 * 60_000;
const NEW_LINE = 0x0a;

/**
 * Public answers in Redis, so that what one process has made need not be made by the others. Redis is never trusted to
 * have forgotten anything: each answer tells of which purge on it is good, and whoever takes it knows the purges since.
 * So nothing is deleted, and it does not matter whether Redis was away at a purge, or took an answer late.
 */
@Injectable()
export class SharedAnswers {
  constructor(private readonly redis: Redis) {}

  /** What Redis holds, fit or not to be served; undefined also when Redis is away or slow. */
  async find(key: string): Promise<SharedAnswer | undefined> {
    const { client } = this.redis;
    const bytes = client && (await this.redis.ask(() => client.getBuffer(keyInRedis(key))));
    return bytes ? decode(bytes) : undefined;
  }

  /**
   * Keeps the answer for so long after its making began, if others know that moment and it is not too large. One that
   * soon changes by itself stays with the process that knows when, since clocks of machines differ.
   */
  async keep(key: string, answer: Answer, { mark, at }: Beginning, ttlMs: number): Promise<void> {
    const { client } = this.redis;
    const ageMs = performance.now() - at;
    const leftMs = Math.floor(ttlMs - ageMs);
    const isFit = answer.body.length <= MAX_SHARED_BYTES && (answer.freshForMs ?? Infinity) > SOON_MS;
    if (!client || mark === undefined || leftMs <= 0 || !isFit) return;
    const bytes = encode({ ...answer, mark, madeAt: Date.now() - ageMs });
    await this.redis.ask(() => client.set(keyInRedis(key), bytes, 'PX', leftMs));
  }
}

/** Bounded, whatever was searched for. Versions may answer differently, so each has its own. */
const keyInRedis = (key: string): string =>
  `cartwright:${VERSION}:answer:${createHash('sha256').update(key).digest('base64url')}`;

const encode = ({ body, ...head }: SharedAnswer): Buffer =>
  Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), Buffer.from(body, 'latin1')]);

/** Redis may hold anything under the name; what is not ours is as good as nothing. */
function decode(bytes: Buffer): SharedAnswer | undefined {
  const end = bytes.indexOf(NEW_LINE);
  try {
    const head = JSON.parse(bytes.toString('utf8', 0, end)) as Omit<SharedAnswer, 'body'>;
    return { ...head, body: bytes.toString('latin1', end + 1) };
  } catch {
    return undefined;
  }
}
