import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { RouteSettings } from '../http/route-settings.js';
import { CACHED, type CachedOptions } from './cached.options.js';
import { PublicCacheInterceptor } from './public-cache.interceptor.js';

/**
 * Caches the answers of a `@Public()` GET in memory, with an ETag. The handler gives an object or finished JSON, or a
 * `Perishable` for answers that change by time or carry a version. An overloaded shop refuses such pages first.
 */
export const Cached = (options: CachedOptions): MethodDecorator =>
  applyDecorators(
    SetMetadata(CACHED, options),
    UseInterceptors(PublicCacheInterceptor),
    RouteSettings({ criticality: 'sheddable' }),
  );
