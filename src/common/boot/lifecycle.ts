import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Ground } from './ground.js';
import type { HttpConfig } from '../http/http.config.js';

/** In-flight requests have this long; after it the process ends all the same. */
const SHUTDOWN_LIMIT_MS = 25_000;
const NEXT_PORTS = 10;

/** Listens, and gives the address to open. A taken port is passed over when the user did not ask for it by name. */
export async function listen(app: NestFastifyApplication, config: HttpConfig): Promise<string> {
  const ports = Array.from({ length: config.isPortChosen ? 1 : NEXT_PORTS }, (_, step) => config.port + step);
  for (const port of ports) {
    try {
      await app.listen(port, config.host);
      const { port: actual } = app.getHttpServer().address() as { port: number };
      return `${config.scheme}://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${actual}`;
    } catch (error) {
      if (!isTaken(error) || port === ports.at(-1)) throw isTaken(error) ? taken(config.host, port) : error;
    }
  }
  throw new Error('No port to listen on');
}

/** Ends in order on SIGINT and SIGTERM: readiness off, requests finished, jobs handed back, database closed. */
export function stopOnSignal(app: NestFastifyApplication, ground: Ground): void {
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) process.exit(130);
    isStopping = true;
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    await app.close();
    await ground.release();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

const taken = (host: string, port: number): Error =>
  new Error(`Port ${port} on ${host} is taken: stop what listens there, or set PORT to another one.`);
