import { RouteSettings } from './route-settings.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    bodyLimit?: number;
  }
}

/** Bytes of a JSON body, of every route that does not ask for more. */
export const BODY_LIMIT_BYTES = 16 * 1024;

/** Lets the route take a JSON body of so many KiB: for lists and long texts. A larger one is 413 `body_too_large`. */
export const BodyLimit = (kibibytes: number): MethodDecorator =>
  RouteSettings({ bodyLimit: kibibytes * 1024 });
