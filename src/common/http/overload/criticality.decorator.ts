import { RouteSettings } from '../route-settings.js';

/**
 * Order of shedding under overload: repeatable reads and sign-ins first, then new carts (`entry`), then the rest.
 * `critical` routes report money; `vital` ones report health, and are always answered.
 */
export const LEVELS = ['sheddable', 'entry', 'normal', 'critical', 'vital'] as const;

export type CriticalityLevel = (typeof LEVELS)[number];

declare module 'fastify' {
  interface FastifyContextConfig {
    criticality?: CriticalityLevel;
  }
}

/** `normal` unless declared. */
export const Criticality = (criticality: CriticalityLevel): MethodDecorator => RouteSettings({ criticality });
