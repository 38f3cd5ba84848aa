import { RouteConfig } from '@nestjs/platform-fastify';

/**
 * How much a shop under overload needs a route. `sheddable`: a page that a shopper can load again. `normal`: the rest.
 * `critical`: it tells of money. `vital`: it says whether the process lives, and is always answered.
 */
export type CriticalityLevel = 'sheddable' | 'normal' | 'critical' | 'vital';

declare module 'fastify' {
  interface FastifyContextConfig {
    criticality?: CriticalityLevel;
  }
}

/** Says how much a route is needed; `normal` unless said. */
export const Criticality = (criticality: CriticalityLevel): MethodDecorator => RouteConfig({ criticality });
