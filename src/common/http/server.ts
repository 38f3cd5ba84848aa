import {
  createServer as createPlainServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { readFileSync } from 'node:fs';
import type { HttpConfig } from './http.config.js';

export const REQUEST_TIMEOUT_MS = 25_000;
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
    const goOn = () => handler(request, response);
    // Once the server ends, the framework says so to whoever still asks.
    if (server.listening) door(request, response, goOn);
    else goOn();
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_SOCKET;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.setTimeout(REQUEST_TIMEOUT_MS);
  return server;
}

function listening({ tlsCertFile, tlsKeyFile }: HttpConfig, handler: RequestHandler): Server {
  const options = { connectionsCheckingInterval: CONNECTIONS_CHECK_MS };
  if (tlsCertFile === undefined || tlsKeyFile === undefined) return createPlainServer(options, handler);
  const cert = readFileSync(tlsCertFile);
  const key = readFileSync(tlsKeyFile);
  return createSecureServer({ ...options, cert, key, minVersion: 'TLSv1.2' }, handler);
}
