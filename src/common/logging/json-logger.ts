import type { LoggerService } from '@nestjs/common';
import type { FastifyBaseLogger } from 'fastify';

type Line = string | Readonly<Record<string, unknown>>;

/** Nest's hundred lines about its own start. */
const WIRING = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/** Sends Nest's log through the server's pino, into one stream of JSON lines. */
export class JsonLogger implements LoggerService {
  constructor(private readonly pino: FastifyBaseLogger) {}

  log(message: unknown, ...rest: unknown[]): void {
    const isWiring = WIRING.has(String(rest.at(-1)));
    this.pino[isWiring ? 'debug' : 'info'](...line(message, rest));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.pino.error(...line(message, rest));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.pino.warn(...line(message, rest));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.pino.debug(...line(message, rest));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.pino.trace(...line(message, rest));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.pino.fatal(...line(message, rest));
  }
}

function line(message: unknown, rest: unknown[]): [Line, string?] {
  const context = rest.length > 0 ? String(rest.at(-1)) : undefined;
  const stack = typeof rest[0] === 'string' && rest.length > 1 ? rest[0] : undefined;
  if (message instanceof Error) return [{ context, err: message }, message.message];
  if (typeof message === 'object' && message !== null) return [{ context, ...message }];
  return [{ context, stack }, String(message)];
}
