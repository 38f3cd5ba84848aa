import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { RouteSettings } from '../http/route-settings.js';
import { CACHED, type CachedOptions } from './cached.options.js';
import { PublicCacheInterceptor } from './public-cache.interceptor.js';

/**
 * Keeps the answers of a `@Public()` GET in memory, with an ETag. The handler may give an object or finished JSON, and
 * as a `Perishable` one that changes by itself, or finished JSON of a single resource with the version that its ETag
 * begins with.
 * Such a page is the first that an overloaded shop refuses.
 */
export const Cached = (options: CachedOptions): MethodDecorator =>
  applyDecorators(
    SetMetadata(CACHED, options),
    UseInterceptors(PublicCacheInterceptor),
    RouteSettings({ criticality: 'sheddable' }),
  );
