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

/** Gives single resources their ETag, from the body's `version` and bytes. */
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

/** On a GET of a single resource whose answer has a `version`: sends `ETag`, and 304 to whoever holds it already. */
export const Etagged = (): MethodDecorator =>
  applyDecorators(SetMetadata(ETAGGED, true), UseInterceptors(EtagInterceptor));
