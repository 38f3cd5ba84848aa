import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { INTERCEPTORS_METADATA } from '@nestjs/common/constants.js';
import { map, type Observable } from 'rxjs';
import { replyOf } from './request.js';
import { API_PREFIX } from './routes.js';

export const LOCATED = Symbol('located');

type Members = Record<string, unknown>;

class LocationInterceptor implements NestInterceptor<unknown, unknown> {
  constructor(private readonly template: string) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const reply = replyOf(context);
    return next.handle().pipe(
      map((answer) => {
        // A replayed answer is a string.
        const body = (typeof answer === 'string' ? JSON.parse(answer) : answer) as Members;
        const path = this.template.replace(/\{(\w+)\}/g, (_, name: string) => String(body[name]));
        reply.header('location', API_PREFIX + path);
        return answer;
      }),
    );
  }
}

/** Sends `Location` from a template such as `/carts/{id}`. Runs outermost, so replayed answers have it too. */
export const Located =
  (template: `/${string}`): MethodDecorator =>
  (_target, _name, descriptor) => {
    const handler = descriptor.value as object;
    const others = (Reflect.getMetadata(INTERCEPTORS_METADATA, handler) ?? []) as unknown[];
    const all = [new LocationInterceptor(template), ...others];
    Reflect.defineMetadata(INTERCEPTORS_METADATA, all, handler);
    Reflect.defineMetadata(LOCATED, template, handler);
  };
