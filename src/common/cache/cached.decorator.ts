import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { RouteSettings } from '../http/route-settings.js';
import { CACHED, type CachedOptions } from './cached.options.js';
import { PublicCacheInterceptor } from './public-cache.interceptor.js';

/** Caches a `@Public()` GET with an ETag. Handlers return an object, finished JSON or a `Perishable`. */
export const Cached = (options: CachedOptions): MethodDecorator =>
  applyDecorators(
    SetMetadata(CACHED, options),
    UseInterceptors(PublicCacheInterceptor),
    RouteSettings({ criticality: 'sheddable' }),
  );
