import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Type } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CachedHits } from '../cache/cached-hits.js';
import { RuntimeConfig } from '../config/runtime.config.js';
import { loadConfig } from '../config/settings.js';
import { JsonLogger } from '../logging/json-logger.js';
import { configureServer, createAdapter } from './fastify.js';
import { HttpConfig } from './http.config.js';
import { Metrics } from './metrics/metrics.js';
import { LoadShedder } from './overload/load-shedder.js';
import { ApiDocument } from './openapi/api-document.js';
import { openApiDocument } from './openapi/document.js';
import { serveDocs } from './openapi/docs.js';
import { API_PREFIX, UNPREFIXED } from './routes.js';
import { StandingHeaders } from './standing-headers.js';
import { VERSION } from './version.js';

export interface Application {
  readonly app: NestFastifyApplication;
  readonly document: OpenAPIObject;
}

/** Builds the whole application, ready to listen or to be injected into: the one way for the process and for tests. */
export async function createApplication(root: Type): Promise<Application> {
  const http = loadConfig(HttpConfig);
  const adapter = createAdapter(http, loadConfig(RuntimeConfig));
  const server = adapter.getInstance() as FastifyInstance;
  let doors: Doors | undefined;
  // Before all other hooks, which cost more than what is answered here.
  server.addHook('onRequest', (request, reply, done) => (doors ? doors(request, reply, done) : done()));
  await configureServer(adapter, http);
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: new JsonLogger(server.log),
  });
  app.setGlobalPrefix(API_PREFIX, { exclude: UNPREFIXED.map((path) => `${path}{/*rest}`) });
  doors = doorsOf(app);
  app.get(Metrics).observe(server);
  app.get(StandingHeaders).learnFrom(server);
  app.get(LoadShedder).guard(server);
  const document = openApiDocument(app, VERSION);
  app.get(ApiDocument).content = document;
  serveDocs(app, document, http);
  await app.init();
  return { app, document };
}

type Doors = (request: FastifyRequest, reply: FastifyReply, goOn: () => void) => void;

/** What the cache holds is answered even under overload: it costs next to nothing. */
function doorsOf(app: NestFastifyApplication): Doors {
  const hits = app.get(CachedHits);
  const shedder = app.get(LoadShedder);
  return (request, reply, goOn) => hits.answer(request, reply, () => shedder.answer(request, reply, goOn));
}
