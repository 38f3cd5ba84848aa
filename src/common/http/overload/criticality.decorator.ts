import { RouteSettings } from '../route-settings.js';

/**
 * How much a shop under overload needs a route. `sheddable`: what a shopper can try again without loss (a page of the
 * catalog, a sign-in). `entry`: a new cart; who is let in with one is to get through with it, and no storm of sign-ins
 * stands before it. `normal`: the rest.
 * `critical`: it tells of money. `vital`: it says how the process is, and is always answered.
 */
export const LEVELS = ['sheddable', 'entry', 'normal', 'critical', 'vital'] as const;

export type CriticalityLevel = (typeof LEVELS)[number];

declare module 'fastify' {
  interface FastifyContextConfig {
    criticality?: CriticalityLevel;
  }
}

/** Says how much a route is needed; `normal` unless said. */
export const Criticality = (criticality: CriticalityLevel): MethodDecorator => RouteSettings({ criticality });
