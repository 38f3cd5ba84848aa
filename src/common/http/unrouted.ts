import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { KnownPaths } from './known-paths.js';
import { ofTransport, sendProblem } from './problem.filter.js';

/** Answers OPTIONS with the methods of a path (RFC 9110, 9.3.7). Runs before CORS, which handles true preflights. */
export function answerOptions(server: FastifyInstance, paths: KnownPaths, grantsPreflights: boolean): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (request.method !== 'OPTIONS' || (grantsPreflights && isPreflight(request))) return done();
    const methods = paths.methodsAt(pathOf(request));
    if (methods.length === 0) return sendProblem(request, reply, ofTransport(404, undefined));
    withMethods(reply, methods).status(204).send();
  });
}

/** For known paths without a route: 405 (RFC 9110, 15.5.6), or 308 without the trailing slash (15.4.9). */
export function answerUnrouted(server: FastifyInstance, paths: KnownPaths): void {
  server.addHook('onRequest', (request, reply, done) => {
    const path = pathOf(request);
    const hasSlash = path.endsWith('/');
    const isTaken = !request.is404 && !paths.isPassedOver(path, request.routeOptions.url);
    if (isTaken && !hasSlash) return done();
    const methods = paths.methodsAt(path);
    if (!isTaken && methods.length > 0)
      return sendProblem(request, withMethods(reply, methods), ofTransport(405, undefined));
    if (methods.length > 0 || !hasSlash || paths.methodsAt(path.slice(0, -1)).length === 0) return done();
    reply.status(308).header('location', withoutSlash(request.url)).send();
  });
}

const withMethods = (reply: FastifyReply, methods: readonly string[]): FastifyReply =>
  reply.header('allow', [...methods, 'OPTIONS'].join(', '));

const isPreflight = ({ headers }: FastifyRequest): boolean =>
  headers['access-control-request-method'] !== undefined;

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0]!;

function withoutSlash(url: string): string {
  const [path, ...query] = url.split('?');
  return [path!.slice(0, -1), ...query].join('?');
}
