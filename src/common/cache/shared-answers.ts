import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { VERSION } from '../http/version.js';
import { Redis } from '../redis/redis.js';
import type { Answer, Beginning, SharedAnswer } from './answer.js';

export const MAX_SHARED_BYTES = 256 * 1024;
/** Longer than any answer lives, plus the difference of clocks. */
const SOON_MS = 10 * 60_000;
const NEW_LINE = 0x0a;

/** Answers in Redis name the last purge before them. Readers know all purges since, so none is deleted. */
@Injectable()
export class SharedAnswers {
  constructor(private readonly redis: Redis) {}

  async find(key: string): Promise<SharedAnswer | undefined> {
    const { client } = this.redis;
    const bytes = client && (await this.redis.ask(() => client.getBuffer(keyInRedis(key))));
    return bytes ? decode(bytes) : undefined;
  }

  /** Answers that soon change with time stay in the process, because clocks differ. */
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

/** A hash has a fixed length. Each version of the shop has its own keys. */
const keyInRedis = (key: string): string =>
  `cartwright:${VERSION}:answer:${createHash('sha256').update(key).digest('base64url')}`;

const encode = ({ body, ...head }: SharedAnswer): Buffer =>
  Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), Buffer.from(body, 'latin1')]);

/** Unknown content under the key counts as missing. */
function decode(bytes: Buffer): SharedAnswer | undefined {
  const end = bytes.indexOf(NEW_LINE);
  try {
    const head = JSON.parse(bytes.toString('utf8', 0, end)) as Omit<SharedAnswer, 'body'>;
    return { ...head, body: bytes.toString('latin1', end + 1) };
  } catch {
    return undefined;
  }
}
