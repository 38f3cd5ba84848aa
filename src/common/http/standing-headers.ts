import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export type Headers = Readonly<Record<string, string | number | string[] | undefined>>;

/** Differ per request. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['x-request-id', 'cache-control']);

/** Headers of the server's hooks, learned from the first request, for answers that precede the hooks. */
@Injectable()
export class StandingHeaders {
  private known?: Headers;

  /** Learns from hooks that were added before. */
  learnFrom(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      if (!this.known && isOfOneOrigin(request)) {
        const own = Object.entries(reply.getHeaders()).filter(([name]) => !OWN_HEADERS.has(name));
        this.known = Object.fromEntries(own);
      }
      done();
    });
  }

  /** Undefined before the first request, and for cross-origin requests, whose answers have more headers. */
  of(request: Pick<FastifyRequest, 'headers'>): Headers | undefined {
    return isOfOneOrigin(request) ? this.known : undefined;
  }
}

const isOfOneOrigin = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean => headers.origin === undefined;
