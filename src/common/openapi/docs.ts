import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { RuntimeConfig } from '../config/runtime.config.js';
import { HttpConfig } from '../http/http.config.js';
import { enforce } from '../http/rate-limit/rate-limit.guard.js';
import { clientKey } from '../http/rate-limit/client-key.js';
import { browsingLimit } from '../http/rate-limit/rate-limit-rules.js';
import { RateLimiter } from '../http/rate-limit/rate-limiter.js';

const DOCS = /^\/docs(\/|$)/;
const DOCUMENT = '/openapi.json';

/** Allows only the docs page's own scripts and styles, from this server. */
const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Default: everywhere except in production. */
export const hasDocs = (http: HttpConfig, runtime: RuntimeConfig): boolean =>
  http.apiDocs ?? !runtime.isProduction;

/** Serves `/openapi.json` and a self-contained `/docs`. Guards skip routes outside Nest, so the limit is here. */
export function serveDocs(app: NestFastifyApplication, document: OpenAPIObject): void {
  const server = app.getHttpAdapter().getInstance();
  const limiter = app.get(RateLimiter);
  const limit = browsingLimit(app.get(HttpConfig));
  server.addHook('onRequest', async (request, reply) => {
    const route = routeOf(request);
    if (route === DOCUMENT || DOCS.test(route))
      enforce(await limiter.consume(limit, clientKey(request.ip)), reply);
  });
  const json = JSON.stringify(document);
  server.get(DOCUMENT, async (_request, reply) =>
    reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(json),
  );
  server.addHook('onSend', async (request, reply) => {
    if (DOCS.test(routeOf(request))) reply.header('content-security-policy', DOCS_POLICY);
  });
  SwaggerModule.setup('docs', app, document, {
    raw: false,
    customSiteTitle: 'Cartwright API',
    swaggerOptions: {
      persistAuthorization: true,
      displayRequestDuration: true,
      docExpansion: 'list',
      tagsSorter: 'alpha',
      tryItOutEnabled: true,
    },
  });
}

/** The matched route, whatever the spelling of the address. */
const routeOf = ({ routeOptions }: FastifyRequest): string => routeOptions.url ?? '';
