import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { defer, from, lastValueFrom, type Observable } from 'rxjs';
import { conditional, etagOf } from '../http/etag.js';
import { replyOf, requestOf } from '../http/request.js';
import type { Answer } from './answer.js';
import { cacheKey } from './cache-key.js';
import { CACHED, type CachedOptions, PUBLIC_HEADERS } from './cached.options.js';
import { Perishable } from './perishable.js';
import { PublicCache } from './public-cache.js';

const DEFAULT_TTL_SECONDS = 10;

const PERSONAL_HEADERS = { ...PUBLIC_HEADERS, 'cache-control': 'private, no-cache' } as const;

type Sent = Promise<Buffer | string | undefined>;

/** Answers public reads from memory; views of signed-in users are never cached. */
@Injectable()
export class PublicCacheInterceptor implements NestInterceptor<unknown, Buffer | string | undefined> {
  constructor(
    private readonly reflector: Reflector,
    private readonly cache: PublicCache,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<Buffer | string | undefined> {
    const { principal } = requestOf(context);
    return defer(() => from(principal ? this.personal(context, next) : this.public(context, next)));
  }

  private async public(context: ExecutionContext, next: CallHandler<unknown>): Sent {
    const request = requestOf(context);
    const reply = replyOf(context);
    const { tags, ttlSeconds = DEFAULT_TTL_SECONDS } = this.reflector.get<CachedOptions>(
      CACHED,
      context.getHandler(),
    );
    const make = async () => answerOf(await lastValueFrom(next.handle()), tags(request), request);
    const { answer, status } = await this.cache.get({ key: cacheKey(request.url), ttlSeconds, make });
    reply.headers(PUBLIC_HEADERS).header('cache-status', `cartwright; ${status}`);
    return conditional(request, reply, answer.etag, Buffer.from(answer.body, 'latin1'));
  }

  private async personal(context: ExecutionContext, next: CallHandler<unknown>): Sent {
    const request = requestOf(context);
    const reply = replyOf(context);
    const { json, version } = written(await lastValueFrom(next.handle()));
    reply.headers(PERSONAL_HEADERS).header('cache-status', 'cartwright; fwd=bypass');
    return conditional(request, reply, etagOf(version, json), json);
  }
}

function answerOf(made: unknown, tags: readonly string[], { routeOptions }: FastifyRequest): Answer {
  const { json, version, freshForMs } = written(made);
  const bytes = Buffer.from(json);
  const answer = {
    body: bytes.toString('latin1'),
    etag: etagOf(version, bytes),
    route: routeOptions.url!,
    tags,
  };
  return freshForMs === null ? answer : { ...answer, freshForMs };
}

function written(made: unknown): { json: string; version: number; freshForMs: number | null } {
  const { body, freshForMs, version } = made instanceof Perishable ? made : new Perishable(made, null);
  const json = typeof body === 'string' ? body : JSON.stringify(body);
  return { json, version: version ?? versionOf(body), freshForMs };
}

/** A list has no version; its tag begins with 0. */
const versionOf = (body: unknown): number =>
  typeof body === 'object' && body !== null && 'version' in body && typeof body.version === 'number'
    ? body.version
    : 0;
