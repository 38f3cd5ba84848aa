import { RouteConfig } from '@nestjs/platform-fastify';

/** Keeps answers uncompressed that carry a secret beside the reader's own input. */
export const SecretAnswer = (): MethodDecorator => RouteConfig({ isSecret: true });
