import fastifyCors from '@fastify/cors';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { LogController } from 'fastify';
import type { FastifyInstance, FastifyRequest, FastifyServerOptions, RawServerDefault } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { RuntimeConfig } from '../config/runtime.config.js';
import { loggerOptions } from '../logging/logger-options.js';
import { BODY_LIMIT_BYTES } from './body-limit.decorator.js';
import { refuseConnection } from './client-error.js';
import type { HttpConfig } from './http.config.js';
import { parseJsonBody, refuseText } from './json-body.js';
import { areMetricsHidden, METRICS_PATH } from './metrics/metrics-door.js';
import { KnownPaths } from './known-paths.js';
import { registerMultipart } from './multipart/multipart.js';
import { ofTransport, refuse, sendProblem } from './problem.filter.js';
import { protectionOfBrowsers } from './protection.js';
import { parseQuery } from './query.js';
import { trustedProxies } from './rate-limit/trusted-proxies.js';
import { createServer, type Door } from './server.js';
import { answerOptions, answerUnrouted } from './unrouted.js';

const MAX_PARAM_LENGTH = 200;

/** The HTTP server with every limit set. Proxies are trusted by address only (never `trustProxy: true`). */
export const createAdapter = (http: HttpConfig, runtime: RuntimeConfig, door: Door): FastifyAdapter =>
  new FastifyAdapter<RawServerDefault>(serverOptions(http, runtime, door));

/** Hooks of every request. Call this before Nest adds its own parsers. */
export async function configureServer(
  adapter: FastifyAdapter,
  http: HttpConfig,
  runtime: RuntimeConfig,
): Promise<void> {
  const server = adapter.getInstance() as FastifyInstance;
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    try {
      done(null, parseJsonBody(request, bytes as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  await registerMultipart(server);
  // Routes outside Nest (preflight, docs) would otherwise use Fastify's error pages.
  server.addHook('onRoute', (route) => {
    route.errorHandler ??= (error, request, reply) => refuse(error, request, reply);
    route.bodyLimit ??= route.config?.bodyLimit;
  });
  const protection = await protectionOfBrowsers();
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(protection);
    reply.header('x-request-id', request.id);
    // Answers count as personal, and are not cached, unless a route says otherwise.
    reply.header('cache-control', 'no-store');
    try {
      refuseUnstorableUrl(request);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  const paths = KnownPaths.of(server, areMetricsHidden(http, runtime) ? [METRICS_PATH] : []);
  const grantsPreflights = http.corsOrigins.length > 0;
  answerOptions(server, paths, grantsPreflights);
  await server.register(fastifyCors, {
    origin: grantsPreflights && http.corsOrigins,
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: [
      'ETag',
      'Idempotency-Replayed',
      'RateLimit-Limit',
      'RateLimit-Remaining',
      'RateLimit-Reset',
      'Retry-After',
      'X-Request-Id',
    ],
    strictPreflight: false,
    maxAge: 600,
  });
  answerUnrouted(server, paths);
}

function serverOptions(http: HttpConfig, runtime: RuntimeConfig, door: Door): FastifyServerOptions {
  return {
    serverFactory: (handler) => createServer(http, door, handler),
    logger: loggerOptions(runtime),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(),
    trustProxy: trustedProxies(http) ?? false,
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) =>
      sendProblem(request, reply, ofTransport(error.statusCode ?? 400, error)),
    clientErrorHandler: refuseConnection,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    routerOptions: {
      maxParamLength: MAX_PARAM_LENGTH,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
      querystringParser: parseQuery,
    },
  };
}

function refuseUnstorableUrl(request: FastifyRequest): void {
  if (!/%00|%ed%[ab]/i.test(request.url)) return;
  for (const part of [...Object.values(request.params ?? {}), ...Object.values(request.query ?? {})])
    refuseText(String(part));
}
