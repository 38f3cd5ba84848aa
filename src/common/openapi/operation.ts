import { type ErrorClass, STATUS_OF } from '../errors/domain-error.js';
import {
  Forbidden,
  InvalidCursor,
  MalformedBody,
  NotFound,
  Overloaded,
  RateLimited,
  StaleVersion,
  Unavailable,
  Unauthenticated,
  UnknownField,
  ValidationFailed,
} from '../errors/errors.js';
import { ACCESS, type Access } from '../http/access.decorator.js';
import { ETAGGED } from '../http/etag.interceptor.js';
import { IDEMPOTENCY_KEY } from '../http/idempotency/lease.js';
import {
  IdempotencyKeyInFlight,
  IdempotencyKeyRequired,
  IdempotencyKeyReused,
  InvalidIdempotencyKey,
} from '../http/idempotency/idempotency.errors.js';
import { IDEMPOTENT, type IdempotentOptions } from '../http/idempotency/idempotent.options.js';
import { PROBLEMS } from '../http/problems.decorator.js';
import type { Route } from '../http/routes.js';
import {
  BODY_TOO_LARGE,
  HEADERS_TOO_LARGE,
  MALFORMED_REQUEST,
  type TransportProblem,
  UNSUPPORTED_MEDIA_TYPE,
  URI_TOO_LONG,
} from '../http/transport-problems.js';
import { CACHED } from '../cache/cached.options.js';
import { LOCATED } from '../http/located.decorator.js';
import { describeHeaders } from './headers.js';
import type { Operation } from './operations.js';
import { describeBody } from './request-body.js';
import { callersOf, securityOf } from './security.js';

type Parameter = NonNullable<Operation['parameters']>[number];

const PROBLEM_TYPE = 'application/problem+json';

/** Adds what decorators alone do not tell: callers, refusals and headers. */
export function describeOperation(operation: Operation, route: Route, examples: ProblemExamples): void {
  const access = accessOf(route);
  describeBody(operation, route);
  operation.security = securityOf(access, route);
  if (access.kind === 'permission') Object.assign(operation, { 'x-permission': access.permission });
  operation.description = [operation.description, callersOf(access, route)].filter(Boolean).join('\n\n');
  const idempotent = metadata<IdempotentOptions>(IDEMPOTENT, route);
  if (idempotent) addParameter(operation, idempotencyHeader(idempotent));
  if (isConditional(route)) describeConditional(operation);
  for (const error of errorsOf(operation, route, access, idempotent)) {
    addProblem(operation, { ...factsOf(error), status: STATUS_OF[error.kind] }, examples);
  }
  for (const problem of transportProblemsOf(operation, route.method))
    addProblem(operation, problem, examples);
  describeHeaders(operation, {
    isConditional: isConditional(route),
    isCached: metadata(CACHED, route) !== undefined,
    isIdempotent: idempotent !== undefined,
    isLocated: metadata(LOCATED, route) !== undefined,
  });
}

/** The declared refusals of a route, and those that follow from its declarations. */
function errorsOf(
  operation: Operation,
  route: Route,
  access: Access,
  idempotent?: IdempotentOptions,
): Set<ErrorClass> {
  const own = metadata<ErrorClass[]>(PROBLEMS, route) ?? [];
  const errors = new Set<ErrorClass>([...own, RateLimited, Overloaded, Unavailable]);
  const add = (...more: ErrorClass[]): void => more.forEach((error) => errors.add(error));
  const parameters = (operation.parameters ?? []) as { in?: string; name?: string }[];
  if (operation.requestBody) add(ValidationFailed);
  if (parameters.some((parameter) => parameter.in === 'query')) add(ValidationFailed);
  if (parameters.some((parameter) => parameter.name === 'cursor')) add(InvalidCursor);
  if (parameters.some((parameter) => parameter.in === 'path')) add(NotFound);
  if (parameters.some((parameter) => parameter.name === 'If-Match')) add(ValidationFailed, StaleVersion);
  add(Unauthenticated, MalformedBody, UnknownField);
  if (access.kind === 'permission') add(Forbidden);
  if (idempotent) add(IdempotencyKeyInFlight, IdempotencyKeyReused, InvalidIdempotencyKey);
  if (idempotent?.required) add(IdempotencyKeyRequired);
  return errors;
}

/** The server's refusals of any request: malformed HTTP, large heads or bodies, invalid JSON, long path parameters. */
function transportProblemsOf(operation: Operation, method: string): TransportProblem[] {
  const hasPath = ((operation.parameters ?? []) as { in?: string }[]).some(
    (parameter) => parameter.in === 'path',
  );
  return [
    MALFORMED_REQUEST,
    HEADERS_TOO_LARGE,
    ...(method === 'get' ? [] : [BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE]),
    ...(hasPath ? [URI_TOO_LONG] : []),
  ];
}

const factsOf = ({ code, title }: ErrorClass) => ({ code, title });

function addProblem(operation: Operation, problem: TransportProblem, examples: ProblemExamples): void {
  const status = String(problem.status);
  const responses = operation.responses as Record<
    string,
    { description: string; content?: Record<string, ProblemContent> }
  >;
  const response = (responses[status] ??= { description: '' });
  response.content ??= {};
  const content = (response.content[PROBLEM_TYPE] ??= {
    schema: { $ref: '#/components/schemas/ProblemResponse' },
    examples: {},
  });
  examples[problem.code] ??= exampleOf(problem);
  content.examples[problem.code] = { $ref: `#/components/examples/${problem.code}` };
  response.description = Object.keys(content.examples)
    .map((code) => `\`${code}\``)
    .join(', ');
}

interface ProblemContent {
  schema: { $ref: string };
  examples: Record<string, { $ref: string }>;
}

/** One example per code, shared by all operations. */
export type ProblemExamples = Record<string, { readonly summary: string; readonly value: object }>;

const exampleOf = ({ code, title, status }: TransportProblem) => ({
  summary: title,
  value: {
    type: `urn:cartwright:problem:${code}`,
    title,
    status,
    detail: `${title}.`,
    instance: '/api/v1/example',
    code,
    requestId: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11',
  },
});

const idempotencyHeader = (options: IdempotentOptions): Parameter => ({
  in: 'header',
  name: 'Idempotency-Key',
  required: options.required === true,
  description: 'A repeated request with the same key and body acts once, and gets the first answer again.',
  schema: {
    type: 'string',
    minLength: 1,
    maxLength: 255,
    pattern: IDEMPOTENCY_KEY.source,
    example: '4b6e2f0c-checkout-1',
  },
});

function describeConditional(operation: Operation): void {
  addParameter(operation, {
    in: 'header',
    name: 'If-None-Match',
    required: false,
    description: 'ETag of your copy; the answer is 304 when the copy is current.',
    schema: { type: 'string' },
  });
  (operation.responses as Record<string, unknown>)['304'] = { description: 'Your copy is current' };
}

function addParameter(operation: Operation, parameter: Parameter): void {
  operation.parameters = [...(operation.parameters ?? []), parameter];
}

const isConditional = (route: Route): boolean =>
  metadata(ETAGGED, route) !== undefined || metadata(CACHED, route) !== undefined;

const metadata = <T>(key: symbol, route: Route): T | undefined =>
  Reflect.getMetadata(key, route.handler) as T | undefined;

const accessOf = (route: Route): Access =>
  metadata<Access>(ACCESS, route) ?? (Reflect.getMetadata(ACCESS, route.controller) as Access);
