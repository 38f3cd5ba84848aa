import { RouteSettings } from './route-settings.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    bodyLimit?: number;
  }
}

/** Default limit of a JSON body, in bytes. */
export const BODY_LIMIT_BYTES = 16 * 1024;

/** Raises the limit for long texts and lists; a larger body gets 413 `body_too_large`. */
export const BodyLimit = (kibibytes: number): MethodDecorator =>
  RouteSettings({ bodyLimit: kibibytes * 1024 });
