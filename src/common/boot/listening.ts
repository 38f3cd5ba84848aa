import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { HttpConfig } from '../http/http.config.js';

const NEXT_PORTS = 10;

/** The shop cannot have the address that it is to listen on. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

/**
 * Sees, before anything is begun, that the shop will have a port to listen on.
 * @throws CannotListen when it will not
 */
export async function requireFreePort(config: HttpConfig): Promise<void> {
  await onFirstFree(config, async (port) => {
    const probe = createServer().listen(port, config.host);
    await once(probe, 'listening');
    probe.close();
    await once(probe, 'close');
  });
}

/** Listens, and gives the address to open. A taken port is passed over when the user did not ask for it by name. */
export async function listen(app: NestFastifyApplication, config: HttpConfig): Promise<string> {
  await onFirstFree(config, async (port) => void (await app.listen(port, config.host)));
  const { port } = app.getHttpServer().address() as { port: number };
  return `${config.scheme}://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}`;
}

async function onFirstFree(config: HttpConfig, take: (port: number) => Promise<void>): Promise<void> {
  const ports = Array.from({ length: config.isPortChosen ? 1 : NEXT_PORTS }, (_, step) => config.port + step);
  for (const port of ports) {
    try {
      return await take(port);
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE') throw refused(error, config.host, port);
    }
  }
  const where = ports.length === 1 ? `Port ${ports[0]}` : `Each port from ${ports[0]} to ${ports.at(-1)}`;
  throw new CannotListen(
    `${where} on ${config.host} is taken: stop what listens there, or set PORT to another one.`,
  );
}

/** Words for what the operating system says of an address, such as one below 1024, or of another machine. */
const refused = (error: unknown, host: string, port: number): unknown =>
  ['EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(codeOf(error))
    ? new CannotListen(`The shop cannot listen on ${host}, port ${port}: ${(error as Error).message}.`)
    : error;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
