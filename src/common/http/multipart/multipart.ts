import fastifyMultipart from '@fastify/multipart';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isRead } from '../is-read.js';
import './multipart.decorator.js';

const FIELD_BYTES = 4_096;
const MAX_FIELDS = 10;

export async function registerMultipart(server: FastifyInstance): Promise<void> {
  await server.register(fastifyMultipart, {
    limits: {
      fieldNameSize: 100,
      fieldSize: FIELD_BYTES,
      fields: MAX_FIELDS,
      files: 1,
      parts: MAX_FIELDS + 1,
      headerPairs: 20,
    },
    throwFileSizeLimit: false,
  });
  server.addHook('onRoute', (route) => {
    if (route.config?.multipart === true || isRead(route.method)) return;
    route.preValidation = [refuseMultipart, ...[route.preValidation ?? []].flat()];
  });
}

async function refuseMultipart(request: FastifyRequest): Promise<void> {
  if (request.isMultipart()) throw new UnsupportedMediaTypeException();
}
