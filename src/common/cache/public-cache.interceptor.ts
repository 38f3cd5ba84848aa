import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, from, lastValueFrom, type Observable } from 'rxjs';
import { conditional, etagOf } from '../http/etag.js';
import { PublicCache } from './public-cache.js';
import { CACHED, type CachedOptions } from './cached.options.js';

/** Answers public reads from memory; a signed-in person's own view passes by. */
@Injectable()
export class PublicCacheInterceptor implements NestInterceptor<unknown, string | undefined> {
  constructor(
    private readonly reflector: Reflector,
    private readonly cache: PublicCache,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<string | undefined> {
    return defer(() => from(this.answer(context, next)));
  }

  private async answer(context: ExecutionContext, next: CallHandler<unknown>): Promise<string | undefined> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const options = this.reflector.get<CachedOptions>(CACHED, context.getHandler());
    const make = async () => {
      const body = await lastValueFrom(next.handle());
      const json = typeof body === 'string' ? body : JSON.stringify(body);
      return { json, etag: etagOf(versionOf(json), json), tags: options.tags(request) };
    };
    const isPersonal = request.principal !== undefined;
    const answer = isPersonal
      ? await make()
      : await this.cache.get(keyOf(request), options.ttlSeconds ?? 10, make);
    reply.header('cache-control', isPersonal ? 'private, no-cache' : 'public, no-cache');
    reply.header('vary', 'Authorization, Origin');
    return conditional(request, reply, answer.etag, answer.json);
  }
}

/** Path and query in a fixed order. A query that the route refuses throws, and is never stored. */
function keyOf(request: FastifyRequest): string {
  const query = Object.entries(request.query as Record<string, unknown>).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${request.url.split('?', 1)[0]} ${JSON.stringify(query)}`;
}

/** The `version` of a single resource; a list has none, and its tag begins with 0. */
function versionOf(json: string): number {
  const body = JSON.parse(json) as { version?: unknown };
  return typeof body.version === 'number' ? body.version : 0;
}
