import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { HttpConfig } from '../http/http.config.js';

const NEXT_PORTS = 10;

export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

/** @throws CannotListen */
export async function requireFreePort(config: HttpConfig): Promise<void> {
  await onFirstFree(config, async (port) => {
    const probe = createServer().listen(port, config.host);
    await once(probe, 'listening');
    probe.close();
    await once(probe, 'close');
  });
}

/** Returns the address. A taken port is replaced, unless the user set it. */
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

/** Explains system errors such as a port below 1024 or an address of another machine. */
const refused = (error: unknown, host: string, port: number): unknown =>
  ['EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(codeOf(error))
    ? new CannotListen(`The shop cannot listen on ${host}, port ${port}: ${(error as Error).message}.`)
    : error;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
