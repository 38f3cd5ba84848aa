import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Client } from 'pg';
import { DatabaseConfig } from '../database/database.config.js';
import { DirectSession } from '../database/direct-session.js';
import { uuidv7 } from '../database/ids.js';
import { Transaction } from '../database/transaction.js';
import { within } from '../waiting.js';
import { Acknowledgements } from './acknowledgements.js';
import { AnswerStore } from './answer-store.js';
import { messagesOf, type PurgeMessage } from './purge-message.js';

const PURGES = 'cartwright_purge';
const PURGED = 'cartwright_purged';
const LISTENER = 'cartwright-cache';
/** A hung process must not delay changes for longer. */
const LIMIT_MS = 250;

/** Sends purges by PostgreSQL's notifications: only with the commit, in commit order. Redis cannot. */
@Injectable()
export class PurgeChannel implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly direct: DirectSession;
  private readonly done = new Acknowledgements();
  private pid?: number;

  constructor(
    private readonly transaction: Transaction,
    private readonly answers: AnswerStore,
    database: DatabaseConfig,
  ) {
    this.direct = new DirectSession({
      url: database.directUrl ?? database.url,
      name: `${LISTENER}-opening`,
      onOpen: (session) => this.listen(session),
      onLost: () => this.turnDeaf(),
    });
  }

  onApplicationBootstrap(): Promise<void> {
    return this.direct.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.direct.close();
    this.turnDeaf();
  }

  /** Sends the purge with the commit of the running transaction. */
  async announce(tags: readonly string[]): Promise<string> {
    const id = uuidv7();
    await this.transaction.sql('SELECT pg_notify($1, message) FROM unnest($2::text[]) AS message', [
      PURGES,
      messagesOf({ id, from: this.pid, tags }),
    ]);
    return id;
  }

  /** Waits until every other listening process has purged, or 250 ms have passed. */
  async settle(id: string): Promise<void> {
    const { pid } = this;
    if (pid === undefined) return;
    const others = await within(
      LIMIT_MS,
      this.othersThan(pid).catch(() => []),
      () => this.dropSilent(),
    );
    await this.done.by(others, id, LIMIT_MS);
  }

  private async listen(session: Client): Promise<void> {
    const [row] = await this.direct.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const { pid } = row!;
    session.on('notification', ({ channel, payload = '' }) => {
      if (channel === PURGES) this.purge(payload, pid);
      else this.done.receive(payload, pid);
    });
    await this.direct.query('LISTEN cartwright_purge');
    await this.direct.query('LISTEN cartwright_purged');
    // From now on the others wait for this process.
    await this.direct.query("SELECT set_config('application_name', $1, false)", [LISTENER]);
    this.pid = pid;
    this.answers.hear();
    // An empty purge gives all processes a common moment.
    await this.direct.query('SELECT pg_notify($1, $2)', [PURGES, ...messagesOf({ id: uuidv7(), tags: [] })]);
  }

  private purge(payload: string, pid: number): void {
    const { id, from, tags, isLast } = JSON.parse(payload) as PurgeMessage;
    this.answers.purge(tags, id);
    if (!isLast || from === undefined || from === pid) return;
    this.direct
      .query('SELECT pg_notify($1, $2)', [PURGED, Acknowledgements.of({ id, to: from, by: pid })])
      .catch(() => this.direct.drop());
  }

  private async othersThan(pid: number): Promise<number[]> {
    const rows = await this.direct.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = $1 AND pid <> $2`,
      [LISTENER, pid],
    );
    return rows.map((row) => row.pid);
  }

  /** A session that does not answer receives no purges either. */
  private dropSilent(): number[] {
    this.direct.drop();
    return [];
  }

  private turnDeaf(): void {
    this.pid = undefined;
    this.answers.turnDeaf();
  }
}
