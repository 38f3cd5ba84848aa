import type { FastifyRequest } from 'fastify';

export const CACHED = Symbol('cached');

export interface CachedOptions {
  readonly tags: (request: FastifyRequest) => readonly string[];
  /** Limits how long a process that receives no notifications can show old data. */
  readonly ttlSeconds?: number;
}

/** Caches on the way must revalidate, since nobody can purge them. */
export const PUBLIC_HEADERS = {
  'cache-control': 'public, no-cache',
  vary: 'Accept-Encoding, Authorization, Origin',
} as const;
