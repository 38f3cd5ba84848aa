import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { bearSilence, limitSilence } from './silent-connections.js';

const RECONNECT_MS = 500;
const CONNECT_LIMIT_MS = 5_000;
const FAREWELL_LIMIT_MS = 1_000;
const PULSE_MS = 15_000;
const PULSE_LIMIT_MS = 5_000;

export interface DirectSessionOptions {
  /** PostgreSQL's own address: a pooler would share the session. */
  readonly url: string | undefined;
  readonly name: string;
  readonly onOpen?: (session: pg.Client) => Promise<unknown>;
  readonly onLost?: () => void;
  readonly pulseMs?: number;
}

/** A database session of its own that reopens by itself. */
export class DirectSession {
  private readonly logger = new Logger(DirectSession.name);
  private session?: pg.Client;
  private lastQuery: Promise<unknown> = Promise.resolve();
  private timer?: NodeJS.Timeout;
  private isWanted = false;
  private isOpen = false;

  constructor(private readonly options: DirectSessionOptions) {}

  async open(): Promise<void> {
    this.isWanted = true;
    await this.connect();
  }

  async close(): Promise<void> {
    this.isWanted = false;
    this.isOpen = false;
    clearTimeout(this.timer);
    const { session } = this;
    this.session = undefined;
    if (!session) return;
    limitSilence(session, FAREWELL_LIMIT_MS);
    await session.end().catch(() => undefined);
  }

  /** Statements run one after another. Throws when the session is lost. */
  async query<T extends pg.QueryResultRow>(text: string, parameters: readonly unknown[] = []): Promise<T[]> {
    const { session } = this;
    if (!session) throw new Error(`The session ${this.options.name} is lost`);
    const result = this.lastQuery.then(() => session.query<T>(text, [...parameters]));
    this.lastQuery = result.catch(() => undefined);
    return (await result).rows;
  }

  drop(): void {
    if (this.session) this.giveUp(this.session, new Error('it did not answer in time'));
  }

  private async connect(): Promise<void> {
    if (!this.isWanted) return;
    const session = new pg.Client({
      connectionString: this.options.url,
      application_name: this.options.name,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
    });
    this.session = session;
    this.lastQuery = Promise.resolve();
    session.on('error', (error) => this.giveUp(session, error));
    session.on('end', () => this.giveUp(session, new Error('it ended')));
    try {
      await session.connect();
      await this.options.onOpen?.(session);
      this.isOpen = this.session === session;
      void this.feelPulse(session);
    } catch (error) {
      this.giveUp(session, error);
    }
  }

  /** A session that only listens never notices a lost connection, so it is checked. */
  private async feelPulse(session: pg.Client): Promise<void> {
    for (;;) {
      await delay(this.options.pulseMs ?? PULSE_MS, undefined, { ref: false });
      if (this.session !== session) return;
      limitSilence(session, PULSE_LIMIT_MS);
      await this.query('SELECT 1').catch(() => undefined);
      if (this.session === session) bearSilence(session);
    }
  }

  private giveUp(session: pg.Client, reason: unknown): void {
    if (this.session !== session) return;
    this.session = undefined;
    session.end().catch(() => undefined);
    this.tellOfLoss(reason);
    this.timer = setTimeout(() => void this.connect(), RECONNECT_MS).unref();
  }

  private tellOfLoss(reason: unknown): void {
    // Logs once per loss, not once per failed attempt to reopen.
    if (this.isOpen) this.logger.warn(`Lost the session ${this.options.name}: ${String(reason)}`);
    this.isOpen = false;
    this.options.onLost?.();
  }
}
