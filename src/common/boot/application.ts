import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Type } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { CachedHits } from '../cache/cached-hits.js';
import { RuntimeConfig } from '../config/runtime.config.js';
import { loadConfig } from '../config/settings.js';
import { JsonLogger } from '../logging/json-logger.js';
import { configureServer, createAdapter } from '../http/fastify.js';
import { compressAnswers } from '../http/compression/compression.js';
import { HttpConfig } from '../http/http.config.js';
import { guardMetrics } from '../http/metrics/metrics-door.js';
import { Metrics } from '../http/metrics/metrics.js';
import { LoadShedder } from '../http/overload/load-shedder.js';
import { ApiDocument } from '../openapi/api-document.js';
import { openApiDocument } from '../openapi/document.js';
import { hasDocs, serveDocs } from '../openapi/docs.js';
import { API_PREFIX, UNPREFIXED } from '../http/routes.js';
import { Draining } from '../http/shutdown/draining.js';
import { StandingHeaders } from '../http/standing-headers.js';
import { VERSION } from '../http/version.js';

export interface Application {
  readonly app: NestFastifyApplication;
  readonly document: OpenAPIObject;
}

/** Builds the application, both to listen and for tests. */
export async function createApplication(root: Type): Promise<Application> {
  const http = loadConfig(HttpConfig);
  const runtime = loadConfig(RuntimeConfig);
  const early: { draining?: Draining; hits?: CachedHits; shedder?: LoadShedder } = {};
  // Cached answers are sent even under overload: they cost almost nothing.
  const adapter = createAdapter(http, runtime, (request, response, goOn) => {
    early.draining?.pass(response);
    if (early.hits && early.draining?.isClosing === false) early.hits.answer(request, response, goOn);
    else goOn();
  });
  const server = adapter.getInstance() as FastifyInstance;
  // Before all other hooks, which cost more than a refusal.
  server.addHook('onRequest', (request, reply, done) =>
    early.shedder ? early.shedder.answer(request, reply, done) : done(),
  );
  await configureServer(adapter, http, runtime);
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: new JsonLogger(server.log),
  });
  try {
    early.draining = app.get(Draining);
    early.hits = app.get(CachedHits);
    early.shedder = app.get(LoadShedder);
    const document = assemble(app, http, runtime);
    await app.init();
    return { app, document };
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
}

/** Installs what runs before and beside Nest's routes, in the order of a request. */
function assemble(app: NestFastifyApplication, http: HttpConfig, runtime: RuntimeConfig): OpenAPIObject {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  app.setGlobalPrefix(API_PREFIX, { exclude: UNPREFIXED.map((path) => `${path}{/*rest}`) });
  guardMetrics(server, http, runtime);
  compressAnswers(server);
  app.get(Metrics).observe(server);
  app.get(StandingHeaders).learnFrom(server);
  app.get(Draining).guard(server);
  app.get(LoadShedder).guard(server);
  const document = openApiDocument(app, VERSION);
  app.get(ApiDocument).content = document;
  if (hasDocs(http, runtime)) serveDocs(app, document);
  return document;
}
