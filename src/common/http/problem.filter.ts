import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { databaseRefusal } from '../database/database-unavailable.js';
import { refusalBehind } from '../errors/constraints.js';
import { DomainError, STATUS_OF } from '../errors/domain-error.js';
import { MalformedBody, NotFound } from '../errors/errors.js';
import { replyOf, requestOf } from './request.js';
import { tellOfSecurity } from './security-log.js';
import type { Headers } from './standing-headers.js';
import { transportProblem } from './transport-problems.js';

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
}

const logger = new Logger('ProblemFilter');

/** Turns every error into an RFC 9457 answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    refuse(error, requestOf(host), replyOf(host));
  }
}

/** Also serves routes outside Nest. */
export function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(request, reply, problemOf(error, request));
}

/** Unexpected errors are logged here, once. */
function problemOf(error: unknown, request: FastifyRequest): Problem {
  const refusal = error instanceof DomainError ? error : refusalBehind(error);
  if (refusal) {
    if (refusal.facts.kind === 'forbidden') tellOfDenial(refusal, request);
    return ofRefusal(refusal);
  }
  const notNow = databaseRefusal(error);
  if (notNow) {
    logger.warn({ requestId: request.id, msg: `The database is not available: ${String(error)}` });
    return ofRefusal(notNow);
  }
  const status = statusOf(error);
  if (status < 500) return ofTransport(status, error);
  logger.error({ requestId: request.id, err: error, msg: 'A request failed' });
  return {
    status: 500,
    code: 'internal_error',
    title: 'Something went wrong on our side',
    detail: 'The failure was logged under this requestId.',
  };
}

function tellOfDenial({ facts, detail }: DomainError, request: FastifyRequest): void {
  tellOfSecurity('access_denied', {
    accountId: request.principal?.userId ?? null,
    ip: request.ip,
    requestId: request.id,
    route: `${request.method} ${request.routeOptions.url ?? ''}`,
    code: facts.code,
    detail,
  });
}

/** Also serves refusals before routing. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  reply.status(problem.status).headers(headersOf(problem)).send(bodyOf(problem, request));
}

/** Sends the problem before the server's hooks have run; `standing` replaces their headers. */
export function sendProblemAtOnce(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  standing: Headers = reply.getHeaders(),
): void {
  const body = bodyOf(problem, request);
  // Fastify would build another answer; its onResponse hooks still run.
  reply.hijack();
  reply.raw
    .writeHead(problem.status, {
      ...standing,
      ...headersOf(problem),
      'x-request-id': request.id,
      'content-length': Buffer.byteLength(body),
    })
    .end(body);
}

function headersOf({ status, retryAfterSeconds }: Problem): Record<string, string> {
  return {
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    // RFC 9110 (15.5.2) requires the scheme.
    ...(status === 401 ? { 'www-authenticate': 'Bearer realm="cartwright"' } : {}),
  };
}

const bodyOf = (problem: Problem, { url, id }: FastifyRequest): string =>
  problemJson(problem, url.split('?', 1)[0]!, id);

/** RFC 9457 JSON; extension members never replace standard ones. */
export function problemJson(problem: Problem, instance: string, requestId: string): string {
  const standard = {
    type: `urn:cartwright:problem:${problem.code}`,
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    instance,
    code: problem.code,
    requestId,
  };
  return JSON.stringify({ ...standard, ...problem.extra, ...standard });
}

export function ofRefusal(error: DomainError): Problem {
  const { code, kind, title } = error.facts;
  return {
    status: STATUS_OF[kind],
    code,
    title,
    detail: error.detail,
    extra: error.extra,
    retryAfterSeconds: error.retryAfterSeconds,
  };
}

/** Maps Fastify's own refusals. */
export function ofTransport(status: number, error: unknown): Problem {
  if (status === 404) return ofRefusal(new NotFound());
  if (status === 400 && error instanceof SyntaxError)
    return ofRefusal(new MalformedBody('The body is not valid JSON.'));
  const known = transportProblem(status);
  return { ...known, detail: `${known.title}.` };
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
