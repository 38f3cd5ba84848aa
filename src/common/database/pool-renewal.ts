import type { EventEmitter } from 'node:events';
import type { Client, ClientBase, Pool } from 'pg';
import { READ_ONLY } from './sql-state.js';

export const RENEWAL_MS = 1_000;

/** Renews a pool after a read-only refusal: open connections may lead to the primary before a failover. */
export class PoolRenewal {
  private readonly watched = new WeakSet<ClientBase>();
  private readonly outdated = new WeakSet<ClientBase>();
  private renewedAt = -Infinity;
  private readonly inUse = new Set<ClientBase>();
  private count = 0;

  constructor(
    private readonly pool: Pool,
    private readonly onReadOnly: () => void = () => undefined,
  ) {
    pool.on('acquire', (client) => this.take(client));
    pool.on('release', (_, client) => this.giveBack(client));
  }

  get renewals(): number {
    return this.count;
  }

  /** Closes idle connections at once, and busy ones when they are released. */
  renew(): void {
    if (performance.now() - this.renewedAt < RENEWAL_MS) return;
    this.renewedAt = performance.now();
    this.count += 1;
    for (const client of this.inUse) this.outdated.add(client);
    for (let left = this.pool.idleCount; left > 0; left -= 1)
      this.pool.connect((_error, _client, release) => release(true));
  }

  private take(client: ClientBase): void {
    this.inUse.add(client);
    if (this.watched.has(client)) return;
    this.watched.add(client);
    answersOf(client).on('errorMessage', ({ code }: { code?: string }) => {
      if (code !== READ_ONLY) return;
      this.renew();
      this.onReadOnly();
    });
  }

  private giveBack(client: ClientBase): void {
    this.inUse.delete(client);
    if (this.outdated.has(client)) void (client as Client).end();
  }
}

export const renewWhenReadOnly = (pool: Pool, onReadOnly?: () => void): PoolRenewal =>
  new PoolRenewal(pool, onReadOnly);

const answersOf = (client: ClientBase): EventEmitter =>
  (client as unknown as { connection: EventEmitter }).connection;
