import type { FastifyServerOptions } from 'fastify';
import type { RuntimeConfig } from '../config/runtime.config.js';
import { standardOutput } from './line-buffer.js';
import { now } from './now.js';

/** Headers, bodies and query strings are never logged; possible secrets are cut. */
export function loggerOptions(runtime: RuntimeConfig): FastifyServerOptions['logger'] {
  return {
    level: runtime.logLevel,
    stream: standardOutput,
    base: undefined,
    timestamp: () => `,"time":"${now()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: [
        'password',
        'token',
        'accessToken',
        'refreshToken',
        'secret',
        '*.password',
        '*.token',
        '*.secret',
        'err.parameters',
        'err.driverError',
        'err.query',
        // PostgreSQL shows the row that broke a constraint.
        'err.detail',
      ],
      censor: '[redacted]',
    },
    serializers: { req: (request: { method: string }) => ({ method: request.method }) },
  };
}
