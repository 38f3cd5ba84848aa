import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** The first wished port that is free on 127.0.0.1, or else any free port. */
export async function freePort(wished: readonly (number | undefined)[]): Promise<number> {
  for (const port of wished) {
    if (port && (await tryPort(port))) return port;
  }
  const port = await tryPort(0);
  if (!port) throw new Error('No TCP port of 127.0.0.1 is free');
  return port;
}

async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return undefined;
  }
  const { port: found } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return found;
}
