import {
  createServer as createPlainServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { readFileSync } from 'node:fs';
import type { HttpConfig } from './http.config.js';

/** A request must have arrived by then, and no connection may stand still for so long. */
const REQUEST_TIMEOUT_MS = 25_000;
/** An upload has more time, as long as it goes on. */
const UPLOAD_TIMEOUT_MS = 15 * 60_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** Slow requests are looked for so often; Node's own 30 s would let them stay more than twice as long as they may. */
const CONNECTIONS_CHECK_MS = 1_000;
/** Above the idle time-out of common balancers (60 s), so that they never reuse a socket that we are closing. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const MAX_CONNECTIONS = 10_000;
const MAX_REQUESTS_PER_SOCKET = 10_000;

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers a request before the framework sees it, or lets it go on. */
export type Door = (request: IncomingMessage, response: ServerResponse, goOn: () => void) => void;

/** Node's own server with each of its limits set. Every request comes to the door first. */
export function createServer(http: HttpConfig, door: Door, handler: RequestHandler): Server {
  const server = listening(http, (request, response) => {
    if (hasBody(request)) hurry(server, request, response);
    door(request, response, () => handler(request, response));
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_SOCKET;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = UPLOAD_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.setTimeout(REQUEST_TIMEOUT_MS);
  return server;
}

const unhurried = new WeakSet<IncomingMessage>();

/** Lets an upload arrive slowly, from somebody who has proven that they may bring it. */
export function takeTime(request: IncomingMessage): void {
  unhurried.add(request);
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * Node has one limit for all requests; this is the shorter one, of those that are no uploads. A body may go on coming
 * after the answer, and is limited then too.
 */
function hurry(server: Server, request: IncomingMessage, response: ServerResponse): void {
  const timer = setTimeout(() => {
    if (request.complete || unhurried.has(request)) return;
    if (response.headersSent) request.socket.destroy();
    else server.emit('clientError', new RequestTimeout(), request.socket);
  }, server.timeout).unref();
  response.once('close', () => request.complete && clearTimeout(timer));
}

/** As Node's own, which it does not export. */
class RequestTimeout extends Error {
  readonly code = 'ERR_HTTP_REQUEST_TIMEOUT';
}

function listening({ tlsCertFile, tlsKeyFile }: HttpConfig, handler: RequestHandler): Server {
  const options = { connectionsCheckingInterval: CONNECTIONS_CHECK_MS };
  if (tlsCertFile === undefined || tlsKeyFile === undefined) return createPlainServer(options, handler);
  const cert = readFileSync(tlsCertFile);
  const key = readFileSync(tlsKeyFile);
  return createSecureServer({ ...options, cert, key, minVersion: 'TLSv1.2' }, handler);
}
