import type { EventEmitter } from 'node:events';
import type { Client, ClientBase, Pool } from 'pg';
import { READ_ONLY } from './sql-state.js';

/** A pool is renewed at most once in this time, however many statements fail meanwhile. */
export const RENEWAL_MS = 1_000;

/**
 * Replaces the connections of a pool when PostgreSQL refuses a change as read-only. After a failover the database's
 * address leads to the new primary, but connections that still stand may lead to the old one.
 */
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

  /** How often the pool was renewed. */
  get renewals(): number {
    return this.count;
  }

  /** Closes idle connections at once, and those in use when they are given back. */
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
    // The pool keeps no connection that is being closed.
    if (this.outdated.has(client)) void (client as Client).end();
  }
}

/** Lets the pool renew itself from now on. */
export const renewWhenReadOnly = (pool: Pool, onReadOnly?: () => void): PoolRenewal =>
  new PoolRenewal(pool, onReadOnly);

/** What the server sends over the connection, by kind of message. */
const answersOf = (client: ClientBase): EventEmitter =>
  (client as unknown as { connection: EventEmitter }).connection;
