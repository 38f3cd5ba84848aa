import type { Mutation } from './tools.js';

const CONTENT_TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/json; charset=utf-16',
  'application/json; charset=utf-7',
  'application/json;charset=UTF-8',
  'APPLICATION/JSON',
  'application/json garbage',
  ' application/json',
  'application/json;',
  'application/jsonp',
  'application/merge-patch+json',
  '*/*',
  ';',
  'application/json, text/plain',
  'a'.repeat(2_000),
];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND', 'LOCK'];
const ENCODINGS = ['gzip', 'deflate', 'br', 'identity', 'x'];
const TOKENS = [
  '',
  'Bearer',
  'Bearer ',
  'Bearer null',
  'Basic YTpi',
  'bearer x',
  `Bearer ${'a'.repeat(4_000)}`,
  'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.',
  'Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.AAAA',
  'Bearer a.b.c',
  'Bearer ..',
  'Bearer eyJ.eyJ.eyJ',
  'Digest x',
  'Bearer \u00e9',
];
const PLAIN_HEADERS = [
  'accept',
  'range',
  'origin',
  'cookie',
  'accept-language',
  'if-modified-since',
  'user-agent',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'forwarded',
  'x-http-method-override',
  'x-request-id',
  'traceparent',
  'if-range',
  'referer',
];
/** A header with something hostile in it. */
export const header: Mutation = (draft, { random, hostile }) => {
  const known = draft.operation.parameters.filter((each) => each.in === 'header').map((each) => each.name);
  const name = random
    .pick([...known, ...known, 'If-Match', 'Authorization', random.pick(PLAIN_HEADERS)])
    .toLowerCase();
  const text =
    name === 'authorization'
      ? random.pick(TOKENS)
      : random.pick([...hostile.texts, '"1"', '*', 'W/"1-a"', 'x'.repeat(20_000)]);
  draft.headers[name] = headerSafe(text);
  draft.isOnWire = true;
  return `header: ${name}`;
};

/** A body that is said to be something else. */
export const contentType: Mutation = (draft, { random }) => {
  if (random.chance(0.2)) draft.headers['content-encoding'] = random.pick(ENCODINGS);
  else draft.headers['content-type'] = random.pick(CONTENT_TYPES);
  draft.isOnWire = true;
  return 'content type';
};

/** Another verb at the same address. */
export const method: Mutation = (draft, { random }) => {
  draft.method = random.pick(METHODS);
  return `method ${draft.method}`;
};

/** Nobody's request, and no key either. */
export const stranger: Mutation = (draft) => {
  delete draft.headers['authorization'];
  delete draft.headers['idempotency-key'];
  return 'without credentials';
};

/** What an HTTP parser lets through: the bytes of the text, without control characters. */
const headerSafe = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, '')
    .trim();
