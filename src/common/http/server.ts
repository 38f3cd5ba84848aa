import {
  createServer as createPlainServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { readFileSync } from 'node:fs';
import type { HttpConfig } from './http.config.js';

/** Limit for the arrival of a request, and for any pause of a connection. */
const REQUEST_TIMEOUT_MS = 25_000;
/** Uploads may take longer, but not pause longer. */
const UPLOAD_TIMEOUT_MS = 15 * 60_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** Node's default of 30 s would let slow requests stay twice as long. */
const CONNECTIONS_CHECK_MS = 1_000;
/** Above the idle timeout of common balancers (60 s), so that they never reuse a closing socket. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const MAX_CONNECTIONS = 10_000;
const MAX_REQUESTS_PER_SOCKET = 10_000;

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers a request before the framework, or passes it on. */
export type Door = (request: IncomingMessage, response: ServerResponse, goOn: () => void) => void;

/** Node's server with each of its limits set. */
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

/** Lets an authorized upload arrive slowly. */
export function takeTime(request: IncomingMessage): void {
  unhurried.add(request);
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Node has one limit for all requests; this shorter one excludes uploads, and holds after the answer too. */
function hurry(server: Server, request: IncomingMessage, response: ServerResponse): void {
  const timer = setTimeout(() => {
    if (request.complete || unhurried.has(request)) return;
    if (response.headersSent) request.socket.destroy();
    else server.emit('clientError', new RequestTimeout(), request.socket);
  }, server.timeout).unref();
  response.once('close', () => request.complete && clearTimeout(timer));
}

/** Node does not export its own. */
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
