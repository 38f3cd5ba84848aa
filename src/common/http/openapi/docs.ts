import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { HttpConfig } from '../http.config.js';

/** The docs page runs its own scripts and styles, from this server alone. */
const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the document at `/openapi.json`, and a page to read and try it at `/docs`, without any other host. */
export function serveDocs(app: NestFastifyApplication, document: OpenAPIObject, http: HttpConfig): void {
  const server = app.getHttpAdapter().getInstance();
  const json = JSON.stringify(document);
  server.get('/openapi.json', async (_request, reply) =>
    reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(json),
  );
  if (!http.apiDocs) return;
  server.addHook('onSend', async (request, reply) => {
    if (/^\/docs(\/|$|\?)/.test(request.url)) reply.header('content-security-policy', DOCS_POLICY);
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
