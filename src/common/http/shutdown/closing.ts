import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';

const SWEEP_MS = 50;

/** Stops accepting, and resolves when all connections have ended. Node's own close drops idle ones. */
export function stopListening(server: Server): Promise<unknown> {
  if (!server.listening) return Promise.resolve();
  const closed = once(server, 'close');
  NetServer.prototype.close.call(server);
  return closed;
}

/** Repeats until none is left, because a connection that becomes idle would keep the server open. */
export async function hangUpOnIdle(server: Server, closed: Promise<unknown>): Promise<void> {
  const hangUp = (): void => server.closeIdleConnections();
  const sweep = setInterval(hangUp, SWEEP_MS);
  hangUp();
  await closed.finally(() => clearInterval(sweep));
}
