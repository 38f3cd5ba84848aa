import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { isRead } from '../is-read.js';
import { encode, encodingFor } from './encodings.js';

const COMPRESSIBLE = /^(application\/(json|javascript)|text\/(html|css|javascript))\b/;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers with secrets stay uncompressed, because the compressed size could leak them (BREACH). */
    isSecret?: boolean;
  }
}

/** Compresses JSON and docs pages on reads only; other answers are small and carry tokens. */
export function compressAnswers(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload: unknown, goOn) => {
    if (!mayCompress(request, reply)) return goOn(null, payload);
    varyByEncoding(reply);
    const isWanted = request.headers['accept-encoding'] !== undefined;
    if (!isWanted || reply.hasHeader('content-encoding') || reply.statusCode !== 200)
      return goOn(null, payload);
    compressed(payload, request, reply).then((sent) => goOn(null, sent), goOn);
  });
}

async function compressed(payload: unknown, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const bytes = await bytesOf(payload);
  const encoding = bytes && encodingFor(request.headers, bytes.length);
  if (!encoding) return bytes ?? payload;
  reply.header('content-encoding', encoding).removeHeader('content-length');
  return encode(bytes, encoding);
}

export const isCompressible = ({ method, routeOptions }: FastifyRequest): boolean =>
  isRead(method) && routeOptions.config.isSecret !== true;

const mayCompress = (request: FastifyRequest, reply: FastifyReply): boolean =>
  isCompressible(request) && COMPRESSIBLE.test(String(reply.getHeader('content-type')));

/** Docs files arrive as streams, and fit into memory. */
async function bytesOf(payload: unknown): Promise<Buffer | undefined> {
  if (typeof payload === 'string') return Buffer.from(payload);
  if (payload instanceof Readable) return buffer(payload);
  return Buffer.isBuffer(payload) ? payload : undefined;
}

function varyByEncoding(reply: FastifyReply): void {
  const vary = String(reply.getHeader('vary') ?? '');
  if (!/accept-encoding/i.test(vary))
    reply.header('vary', vary === '' ? 'Accept-Encoding' : `${vary}, Accept-Encoding`);
}
