import pg from 'pg';

const RECONNECT_MS = 500;
const CONNECT_LIMIT_MS = 5_000;

export interface DirectSessionOptions {
  /** PostgreSQL's own address: a transaction pooler between would give the session to others. */
  readonly url: string | undefined;
  /** The session's name in `pg_stat_activity`. */
  readonly name: string;
  /** Runs whenever the session stands, also after it was lost. A throw counts as a loss. */
  readonly onOpen: (session: pg.Client) => Promise<unknown>;
  /** Runs when it is lost, or could not be opened. It is tried again until `close`. */
  readonly onLost: () => void;
}

/** A session of its own with PostgreSQL, which comes back by itself. */
export class DirectSession {
  private session?: pg.Client;
  private timer?: NodeJS.Timeout;
  private isWanted = false;

  constructor(private readonly options: DirectSessionOptions) {}

  /** Gives after the first try to open it, whatever came of that. */
  async open(): Promise<void> {
    this.isWanted = true;
    await this.connect();
  }

  async close(): Promise<void> {
    this.isWanted = false;
    clearTimeout(this.timer);
    const { session } = this;
    this.session = undefined;
    await session?.end().catch(() => undefined);
  }

  /** Gives a session up that no longer does its work, and opens another. */
  drop(): void {
    if (this.session) this.giveUp(this.session);
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
    session.on('error', () => this.giveUp(session));
    session.on('end', () => this.giveUp(session));
    try {
      await session.connect();
      await this.options.onOpen(session);
    } catch {
      this.giveUp(session);
    }
  }

  private giveUp(session: pg.Client): void {
    if (this.session !== session) return;
    this.session = undefined;
    session.end().catch(() => undefined);
    this.options.onLost();
    this.timer = setTimeout(() => void this.connect(), RECONNECT_MS).unref();
  }
}
