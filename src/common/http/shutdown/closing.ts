import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';

const SWEEP_MS = 50;

/**
 * Takes no more connections, and leaves alone those that there are; Node's own way also hangs up on whoever is about to
 * send a request. Gives when the last of them has ended.
 */
export function stopListening(server: Server): Promise<unknown> {
  if (!server.listening) return Promise.resolve();
  const closed = once(server, 'close');
  NetServer.prototype.close.call(server);
  return closed;
}

/**
 * Hangs up on every connection that is idle, or comes to be, until none is left: one whose request was under way would
 * stay open once it is answered, for as long as an idle one may, and the server with it.
 */
export async function hangUpOnIdle(server: Server, closed: Promise<unknown>): Promise<void> {
  const hangUp = (): void => server.closeIdleConnections();
  const sweep = setInterval(hangUp, SWEEP_MS);
  hangUp();
  await closed.finally(() => clearInterval(sweep));
}
