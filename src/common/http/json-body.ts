import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { MalformedBody } from '../errors/errors.js';
import { weigh } from './json-weight.js';

const JSON_TYPE = /^application\/json[ \t]*(;[ \t]*charset=(utf-8|"utf-8")[ \t]*)?$/i;
/** Names that every object inherits, so values must not replace them. */
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));
const BYTE_ORDER_MARK = '\ufeff';
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

declare module 'fastify' {
  interface FastifyRequest {
    /** Exact bytes for webhook signatures. */
    rawBody?: Buffer;
  }
}

/** Accepts only bounded UTF-8 that PostgreSQL can store, without `__proto__` and other inherited names. */
export function parseJsonBody(request: FastifyRequest, bytes: Buffer): unknown {
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) throw new UnsupportedMediaTypeException();
  // Bodies are never decompressed, so a small body cannot grow into a large one (RFC 9110, 15.5.16).
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new UnsupportedMediaTypeException();
  request.rawBody = bytes;
  if (bytes.length === 0) throw new MalformedBody('The body is empty.');
  weigh(bytes);
  const body = parsed(decoded(bytes));
  refuseUnstorable(body);
  return body;
}

function decoded(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new MalformedBody('The body is not valid UTF-8.');
  }
}

function parsed(text: string): unknown {
  // RFC 8259, 8.1 forbids the byte order mark; the decoder would drop it silently.
  if (text.startsWith(BYTE_ORDER_MARK)) throw new MalformedBody('The body begins with a byte order mark.');
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedBody('The body is not valid JSON.');
  }
}

/** Recursion is safe here, because `weigh` has limited the depth. */
function refuseUnstorable(value: unknown): void {
  if (typeof value === 'string') return refuseText(value);
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) return value.forEach(refuseUnstorable);
  for (const [key, part] of Object.entries(value)) {
    refuseText(key);
    if (INHERITED.has(key)) throw new MalformedBody(`No field may be named ${key}.`);
    refuseUnstorable(part);
  }
}

/** Throws for text that PostgreSQL cannot store. */
export function refuseText(text: string): void {
  if (text.includes('\u0000')) throw new MalformedBody('Text may not contain the character U+0000.');
  if (!text.isWellFormed()) throw new MalformedBody('Text may not contain lone surrogates.');
}
