import type { FastifyRequest } from 'fastify';

export const CACHED = Symbol('cached');

export interface CachedOptions {
  /** What the answer shows; a purge of any of these expires it. */
  readonly tags: (request: FastifyRequest) => readonly string[];
  /** Limits how long a change can go unseen in a process that receives no notifications. */
  readonly ttlSeconds?: number;
}

/**
 * Headers of every public answer: caches on the way may store it but must revalidate it, since nobody can purge them.
 */
export const PUBLIC_HEADERS = {
  'cache-control': 'public, no-cache',
  vary: 'Accept-Encoding, Authorization, Origin',
} as const;
