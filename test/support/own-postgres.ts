import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EmbeddedOptions,
  type EmbeddedServer,
  startEmbeddedPostgres,
} from '../../src/common/database/embedded/embedded-postgres.js';
import { homeOf } from '../../src/common/database/embedded/home.js';
import { findPostmaster } from '../../src/common/database/embedded/postmaster.js';
import { atExit } from './at-exit.js';

const MOST_LOOKS = 300;
const BETWEEN_LOOKS_MS = 100;

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
    const forget = atExit(() => discard(dataDir));
    const server = await startEmbeddedPostgres({ ...options, dataDir });
    return new OwnPostgres(dataDir, options, server, forget);
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
    rmSync(this.dataDir, { recursive: true, force: true });
    this.forget();
  }
}

/** Ends whatever server works on the folder, or is about to, and removes it; in one go, since the process exits. */
function discard(dataDir: string): void {
  for (let looks = 0; looks < MOST_LOOKS && existsSync(dataDir); looks += 1) {
    const left = findPostmaster(homeOf(dataDir).cluster);
    if (left) process.kill(left.pid, 'SIGQUIT');
    else removeUnlessInUse(dataDir);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BETWEEN_LOOKS_MS);
  }
  if (existsSync(dataDir)) throw new Error(`${dataDir} is in use`);
}

function removeUnlessInUse(dataDir: string): void {
  try {
    rmSync(dataDir, { recursive: true, force: true });
  } catch {
    // A server that just starts makes files while we remove them.
  }
}
