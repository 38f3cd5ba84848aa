import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, from, lastValueFrom, type Observable } from 'rxjs';
import { conditional, etagOf } from '../http/etag.js';
import type { Answer } from './answer.js';
import { cacheKey } from './cache-key.js';
import { CACHED, type CachedOptions, PUBLIC_HEADERS } from './cached.options.js';
import { Perishable } from './perishable.js';
import { PublicCache, type Served } from './public-cache.js';

const DEFAULT_TTL_SECONDS = 10;

/** Answers public reads from memory; a signed-in person's own view passes by. */
@Injectable()
export class PublicCacheInterceptor implements NestInterceptor<unknown, Buffer | undefined> {
  constructor(
    private readonly reflector: Reflector,
    private readonly cache: PublicCache,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<Buffer | undefined> {
    return defer(() => from(this.answer(context, next)));
  }

  private async answer(context: ExecutionContext, next: CallHandler<unknown>): Promise<Buffer | undefined> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const { tags, ttlSeconds = DEFAULT_TTL_SECONDS } = this.reflector.get<CachedOptions>(
      CACHED,
      context.getHandler(),
    );
    const make = async () => answerOf(await lastValueFrom(next.handle()), tags(request), request);
    const isPersonal = request.principal !== undefined;
    const { answer, status }: Served = isPersonal
      ? { answer: await make(), status: 'fwd=bypass' }
      : await this.cache.get({ key: cacheKey(request.url), ttlSeconds, make });
    reply.headers(isPersonal ? { ...PUBLIC_HEADERS, 'cache-control': 'private, no-cache' } : PUBLIC_HEADERS);
    reply.header('cache-status', `cartwright; ${status}`);
    return conditional(request, reply, answer.etag, Buffer.from(answer.body, 'latin1'));
  }
}

function answerOf(made: unknown, tags: readonly string[], { routeOptions }: FastifyRequest): Answer {
  const { body, freshForMs, version } = made instanceof Perishable ? made : new Perishable(made, null);
  const json = typeof body === 'string' ? body : JSON.stringify(body);
  const bytes = Buffer.from(json);
  const answer = {
    body: bytes.toString('latin1'),
    etag: etagOf(version ?? versionOf(body), bytes),
    route: routeOptions.url!,
    tags,
  };
  return freshForMs === null ? answer : { ...answer, freshForMs };
}

/** A list has no version, and its tag begins with 0. */
const versionOf = (body: unknown): number =>
  typeof body === 'object' && body !== null && 'version' in body && typeof body.version === 'number'
    ? body.version
    : 0;
