import { RouteConfig } from '@nestjs/platform-fastify';

/** Keeps the answers of a read uncompressed, since they carry a secret beside what their reader has typed. */
export const SecretAnswer = (): MethodDecorator => RouteConfig({ isSecret: true });
