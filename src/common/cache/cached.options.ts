import type { FastifyRequest } from 'fastify';

export const CACHED = Symbol('cached');

export interface CachedOptions {
  /** What the answer shows; a purge of any of these makes it old. */
  readonly tags: (request: FastifyRequest) => readonly string[];
  /** Bounds how long a change may stay unseen in a process that PostgreSQL's notifications do not reach. */
  readonly ttlSeconds?: number;
}

/**
 * On every public answer: caches between us and the client may keep it, and ask with its tag whether it still holds.
 * Nobody can purge them, so they are given no time in which they need not ask.
 */
export const PUBLIC_HEADERS = {
  'cache-control': 'public, no-cache',
  vary: 'Accept-Encoding, Authorization, Origin',
} as const;
