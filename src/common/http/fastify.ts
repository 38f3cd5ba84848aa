import fastifyCors from '@fastify/cors';
import fastifyHelmet from '@fastify/helmet';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { LogController } from 'fastify';
import type { FastifyInstance, FastifyRequest, FastifyServerOptions, RawServerDefault } from 'fastify';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RuntimeConfig } from '../config/runtime.config.js';
import { loggerOptions } from '../logging/logger-options.js';
import { refuseConnection } from './client-error.js';
import type { HttpConfig } from './http.config.js';
import { parseJsonBody, refuseText } from './json-body.js';
import { registerMultipart } from './multipart/multipart.js';
import { ofTransport, refuse, sendProblem } from './problem.filter.js';

const BODY_LIMIT_BYTES = 1024 * 1024;
const REQUEST_TIMEOUT_MS = 25_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** Slow requests are looked for so often; Node's own 30 s would let them stay more than twice as long as they may. */
const CONNECTIONS_CHECK_MS = 1_000;
/** Above the idle time-out of common balancers (60 s), so that they never reuse a socket that we are closing. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const MAX_CONNECTIONS = 10_000;
const MAX_REQUESTS_PER_SOCKET = 10_000;
const MAX_PARAM_LENGTH = 200;
const MAX_QUERY_PARAMETERS = 100;

/** The HTTP server with every limit set. Proxies are believed by address alone (never `trustProxy: true`). */
export function createAdapter(http: HttpConfig, runtime: RuntimeConfig): FastifyAdapter {
  const adapter = new FastifyAdapter<RawServerDefault>(serverOptions(http, runtime));
  const server = adapter.getInstance() as FastifyInstance;
  server.server.maxConnections = MAX_CONNECTIONS;
  server.server.headersTimeout = HEADERS_TIMEOUT_MS;
  return adapter;
}

/** What every request passes before it reaches a route. Registered before Nest adds its own parsers. */
export async function configureServer(adapter: FastifyAdapter, http: HttpConfig): Promise<void> {
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
  // Routes that are not Nest's (preflight, docs) would have the server's own error pages.
  server.addHook('onRoute', (route) => {
    route.errorHandler ??= (error, request, reply) => refuse(error, request, reply);
  });
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    // Personal unless a route says otherwise: nothing between us and the client may keep it.
    reply.header('cache-control', 'no-store');
    refuseUnstorableUrl(request);
  });
  await server.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: true },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
  await server.register(fastifyCors, {
    origin: http.corsOrigins.length === 0 ? false : http.corsOrigins,
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
}

function serverOptions(http: HttpConfig, runtime: RuntimeConfig): FastifyServerOptions {
  return {
    logger: loggerOptions(runtime),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(),
    trustProxy: http.trustedProxies.length > 0 ? http.trustedProxies : false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    maxRequestsPerSocket: MAX_REQUESTS_PER_SOCKET,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    frameworkErrors: (error, request, reply) =>
      sendProblem(request, reply, ofTransport(error.statusCode ?? 400, error)),
    clientErrorHandler: refuseConnection,
    exposeHeadRoutes: false,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    routerOptions: {
      maxParamLength: MAX_PARAM_LENGTH,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
      querystringParser: parseQuery,
    },
    ...transport(http),
  };
}

const transport = (http: HttpConfig) =>
  http.tlsCertFile !== undefined && http.tlsKeyFile !== undefined
    ? {
        https: {
          connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
          cert: readFileSync(http.tlsCertFile),
          key: readFileSync(http.tlsKeyFile),
          minVersion: 'TLSv1.2',
        },
      }
    : { http: { connectionsCheckingInterval: CONNECTIONS_CHECK_MS } };

/** Repeated names become a list, which no DTO takes for a single value; brackets have no meaning. */
function parseQuery(text: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  if (text === '') return query;
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    if ((count += 1) > MAX_QUERY_PARAMETERS) break;
    const known = query[name];
    if (known === undefined) query[name] = value;
    else query[name] = Array.isArray(known) ? [...known, value] : [known, value];
  }
  return query;
}

function refuseUnstorableUrl(request: FastifyRequest): void {
  if (!/%00|%ed%[ab]/i.test(request.url)) return;
  for (const part of [...Object.values(request.params ?? {}), ...Object.values(request.query ?? {})])
    refuseText(String(part));
}
