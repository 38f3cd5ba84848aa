import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RuntimeConfig } from '../../config/runtime.config.js';
import { NotFound, Unauthenticated } from '../../errors/errors.js';
import type { HttpConfig } from '../http.config.js';

export const METRICS_PATH = '/metrics';

export const areMetricsHidden = ({ metricsToken }: HttpConfig, { isProduction }: RuntimeConfig): boolean =>
  metricsToken === undefined && isProduction;

/** Requires the metrics token, because metrics reveal load and software. Without a token, production hides them. */
export function guardMetrics(server: FastifyInstance, http: HttpConfig, runtime: RuntimeConfig): void {
  const token = http.metricsToken;
  server.addHook('onRequest', (request, _reply, done) => {
    if (request.routeOptions.url !== METRICS_PATH) return done();
    if (areMetricsHidden(http, runtime)) return done(new NotFound());
    if (token === undefined) return done();
    if (!isEqual(bearerOf(request), token)) return done(new Unauthenticated('Send the metrics token.'));
    // The JWT guard runs later, and would reject this token.
    delete request.headers.authorization;
    done();
  });
}

const bearerOf = ({ headers }: FastifyRequest): string =>
  /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1] ?? '';

/** Compares in constant time. */
const isEqual = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
