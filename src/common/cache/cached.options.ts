import type { FastifyRequest } from 'fastify';

export const CACHED = Symbol('cached');

export interface CachedOptions {
  /** What the answer shows; a purge of any of these makes it old. */
  readonly tags: (request: FastifyRequest) => readonly string[];
  /** Bounds how long another process's change may stay unseen. */
  readonly ttlSeconds?: number;
}
