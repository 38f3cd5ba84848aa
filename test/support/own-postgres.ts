import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EmbeddedOptions,
  type EmbeddedServer,
  startEmbeddedPostgres,
} from '../../src/common/database/embedded/embedded-postgres.js';
import { findPostmaster } from '../../src/common/database/embedded/postmaster.js';
import { isRunning } from '../../src/common/database/embedded/processes.js';
import { atExit } from './at-exit.js';

/** Its children end a moment after it. */
const REMOVAL = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 } as const;

/** A PostgreSQL in a temporary folder, neither of which outlives this process. */
export class OwnPostgres {
  private constructor(
    readonly dataDir: string,
    private readonly options: Omit<EmbeddedOptions, 'dataDir'>,
    private current: EmbeddedServer,
    private readonly forget: () => void,
  ) {}

  /** `name` is a part of the folder's. */
  static async start(name: string, options: Omit<EmbeddedOptions, 'dataDir'>): Promise<OwnPostgres> {
    const dataDir = mkdtempSync(join(tmpdir(), `cartwright-${name}-`));
    let own: OwnPostgres | undefined;
    const forget = atExit(() => {
      const pid = own?.pid ?? findPostmaster(join(dataDir, 'postgres'))?.pid;
      if (pid !== undefined && isRunning(pid)) process.kill(pid, 'SIGQUIT');
      rmSync(dataDir, REMOVAL);
    });
    own = new OwnPostgres(dataDir, options, await startEmbeddedPostgres({ ...options, dataDir }), forget);
    return own;
  }

  get url(): string {
    return this.current.url;
  }

  get port(): number {
    return this.current.port;
  }

  get pid(): number {
    return this.current.pid;
  }

  /** Ends it, if it has not ended, and starts it again on its port; what is to be done in between is done. */
  async restart(between: () => void = () => undefined): Promise<void> {
    const { port } = this;
    await this.current.stop();
    between();
    this.current = await startEmbeddedPostgres({ ...this.options, dataDir: this.dataDir, port });
    if (this.port !== port) throw new Error(`Port ${port} was taken while PostgreSQL was down`);
  }

  kill(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** Ends it and removes its folder. */
  async remove(): Promise<void> {
    await this.current.stop();
    rmSync(this.dataDir, REMOVAL);
    this.forget();
  }
}
