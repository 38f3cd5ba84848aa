import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { conditional, etagOf } from './etag.js';
import { replyOf, requestOf } from './request.js';

export const ETAGGED = Symbol('etagged');

@Injectable()
export class EtagInterceptor implements NestInterceptor<{ version: number }, string | undefined> {
  intercept(
    context: ExecutionContext,
    next: CallHandler<{ version: number }>,
  ): Observable<string | undefined> {
    const reply = replyOf(context);
    return next.handle().pipe(
      map((body) => {
        const json = JSON.stringify(body);
        reply.header('cache-control', 'private, no-cache');
        return conditional(requestOf(context), reply, etagOf(body.version, json), json);
      }),
    );
  }
}

/** Sends the `ETag` of a resource with a `version`, and 304 when the client already holds it. */
export const Etagged = (): MethodDecorator =>
  applyDecorators(SetMetadata(ETAGGED, true), UseInterceptors(EtagInterceptor));
