import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isCompressible } from './compression/compression.js';
import { encodingFor, tagIn } from './compression/encodings.js';

/** `"<version>-<hash>"`: the version serves `If-Match`, the whole tag serves `If-None-Match`. */
export function etagOf(version: number, json: string | Buffer): string {
  return `"${version}-${createHash('sha1').update(json).digest('base64url').slice(0, 16)}"`;
}

/** Whether the client holds this representation (RFC 9110, 13.1.2; weak comparison). */
export function isFresh({ headers }: Pick<FastifyRequest, 'headers'>, etag: string): boolean {
  const header = headers['if-none-match'];
  if (header === undefined) return false;
  return (
    header === etag ||
    header === '*' ||
    header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
  );
}

/** Sends the tag, or 304 when the client holds the representation. Returns the body to send. */
export function conditional<Body extends string | Buffer>(
  request: FastifyRequest,
  reply: FastifyReply,
  etag: string,
  json: Body,
): Body | undefined {
  const tag = tagIn(
    etag,
    isCompressible(request) ? encodingFor(request.headers, Buffer.byteLength(json)) : undefined,
  );
  reply.header('etag', tag);
  if (isFresh(request, tag)) {
    reply.status(304);
    // On HEAD, Fastify needs the body to compute its length (RFC 9110, 8.6).
    if (request.method !== 'HEAD') return undefined;
  }
  reply.header('content-type', 'application/json; charset=utf-8');
  return json;
}
