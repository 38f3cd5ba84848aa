import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export type Headers = Readonly<Record<string, string | number | string[] | undefined>>;

/** Set for each request anew. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['x-request-id', 'cache-control']);

/**
 * What the server's hooks put on every answer: its protection of browsers. It is learned from the first request that
 * passes them, so that whoever answers before they run sends the same.
 */
@Injectable()
export class StandingHeaders {
  private known?: Headers;

  /** Learns from the hooks that were added to the server before. */
  learnFrom(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      if (!this.known && isOfOneOrigin(request)) {
        const own = Object.entries(reply.getHeaders()).filter(([name]) => !OWN_HEADERS.has(name));
        this.known = Object.fromEntries(own);
      }
      done();
    });
  }

  /** Undefined while nothing is known, and for another origin's page, whose answers carry more. */
  of(request: Pick<FastifyRequest, 'headers'>): Headers | undefined {
    return isOfOneOrigin(request) ? this.known : undefined;
  }
}

const isOfOneOrigin = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean => headers.origin === undefined;
