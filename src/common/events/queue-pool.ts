import pg from 'pg';
import { callbackify } from 'node:util';
import { retry, within } from '../waiting.js';

const CONNECT_LIMIT_MS = 5_000;
const PATIENCE_MS = 60_000;
const RETRY_MS = 250;
const FAREWELL_LIMIT_MS = 1_000;

type OnClient = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (destroy?: unknown) => void,
) => void;

/** Retries connections for a minute: the queue's runner dies when it cannot record a job's result. */
export class QueuePool extends pg.Pool {
  private readonly opened = new Set<pg.PoolClient>();
  private isPatient = true;
  private closed?: Promise<void>;

  constructor(settings: pg.PoolConfig) {
    super({ connectionTimeoutMillis: CONNECT_LIMIT_MS, keepAlive: true, ...settings });
    this.on('connect', (client) => this.opened.add(client));
    this.on('remove', (client) => this.opened.delete(client));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: OnClient): void;
  override connect(callback?: OnClient): Promise<pg.PoolClient> | void {
    if (!callback) return this.connectPatiently();
    callbackify(() => this.connectPatiently())((error, client) => {
      if (error) callback(error, undefined, () => undefined);
      else callback(undefined, client, releasingOnce(client));
    });
  }

  hurry(): void {
    this.isPatient = false;
  }

  /** Waits a second for connections in use, then drops them. */
  close(): Promise<void> {
    return (this.closed ??= this.closeOnce());
  }

  private async closeOnce(): Promise<void> {
    this.hurry();
    await within(FAREWELL_LIMIT_MS, this.end(), () => undefined);
    for (const client of this.opened as Set<pg.PoolClient & Pick<pg.Client, 'end'>>)
      client.end().catch(() => undefined);
  }

  private connectPatiently(): Promise<pg.PoolClient> {
    const deadline = performance.now() + PATIENCE_MS;
    return retry(
      () => super.connect(),
      () => (this.isPatient && performance.now() <= deadline ? RETRY_MS : undefined),
    );
  }
}

/** The runner may release its listening connection twice at its end, and nobody catches that error. */
function releasingOnce(client: pg.PoolClient): (destroy?: unknown) => void {
  let isReleased = false;
  return (destroy) => {
    if (!isReleased) client.release(destroy as boolean);
    isReleased = true;
  };
}
