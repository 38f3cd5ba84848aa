import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll } from '../../src/common/waiting.js';
import { atExit } from './at-exit.js';

const ROOT = join(import.meta.dirname, '..', '..');
/** Only what hangs meets it, on however slow a machine. */
const START_LIMIT_MS = 240_000;

const GENERATED = join(ROOT, 'test', '.generated');
const VERSION = `dist-${newestIn([join(ROOT, 'src'), join(ROOT, 'migrations')])}`;

/** What `npm start` tells Node. */
const START_FLAGS = (
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } }
).scripts.start
  .split(' ')
  .filter((part) => part.startsWith('-'));

/** Where the compiled shop of the tests lies: a folder for each state of its sources. */
export const BUILD = join(GENERATED, VERSION);

/**
 * Compiles the shop unless its sources are as they were the last time. Several test files may do so at once: the build
 * that is done first stays, since processes run from it already.
 */
export function buildShop(): void {
  if (existsSync(BUILD)) return;
  for (const name of existsSync(GENERATED) ? readdirSync(GENERATED) : [])
    if (name.startsWith('dist') && !name.startsWith(VERSION))
      rmSync(join(GENERATED, name), { recursive: true, force: true, maxRetries: 5 });
  const unfinished = `${BUILD}.${randomUUID()}`;
  const compiler = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', unfinished];
  execFileSync(process.execPath, compiler, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    renameSync(unfinished, BUILD);
  } catch (error) {
    if (!existsSync(BUILD)) throw error;
    rmSync(unfinished, { recursive: true });
  }
}

function newestIn(folders: readonly string[]): string {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  return String(Math.max(...files.map((file) => statSync(file).mtimeMs)));
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** The compiled shop as a process of its own, with the settings of this one; it can be killed and started again. */
export class ShopProcess {
  private child?: ChildProcess;
  private told = '';

  /** @param logFile where its standard output goes, as a service's does; kept for `output` without one */
  constructor(
    private readonly port: number,
    private readonly logFile?: string,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}/api/v1`;
  }

  /** Of the running process. */
  get pid(): number {
    return this.child!.pid!;
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Whether SIGKILL ended it, by whomever it was sent. */
  get wasKilled(): boolean {
    return this.child?.signalCode === 'SIGKILL';
  }

  /** What it has written since its last start. */
  get output(): string {
    return this.told;
  }

  /** Gives once it answers; throws when it ends before. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    this.told = '';
    const settings = { ...process.env, HOST: '127.0.0.1', PORT: String(this.port), ...env };
    const program = [...START_FLAGS, join(BUILD, 'src', 'main.js')];
    const log = this.logFile === undefined ? undefined : openSync(this.logFile, 'a');
    const child = spawn(process.execPath, program, {
      cwd: tmpdir(),
      env: settings,
      stdio: ['ignore', log ?? 'pipe', 'pipe'],
    });
    if (log !== undefined) closeSync(log);
    this.child = child;
    child.once(
      'exit',
      atExit(() => child.kill('SIGKILL')),
    );
    const listen = (chunk: unknown): void => {
      this.told = `${this.told}${String(chunk)}`.slice(-20_000);
    };
    child.stdout?.on('data', listen);
    child.stderr!.on('data', listen);
    await this.ready();
  }

  /** Gives once it answers that it is ready; throws when it has ended, or takes too long. */
  async ready(): Promise<void> {
    const look = async (): Promise<true | undefined> => {
      if (await this.isReady()) return true;
      if (!this.isRunning) throw new Error(`The shop has ended:\n${this.told}`);
      return undefined;
    };
    if (!(await poll(look, { everyMs: 50, withinMs: START_LIMIT_MS })))
      throw new Error(`The shop is not ready in time:\n${this.told}`);
  }

  /** Ends it by a signal, SIGKILL unless told otherwise, and waits for its end; gives its exit code, if it has one. */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    if (!this.child || !this.isRunning) return this.child?.exitCode ?? null;
    const ended = once(this.child, 'exit') as Promise<[number | null]>;
    this.child.kill(signal);
    return (await ended)[0];
  }

  private async isReady(): Promise<boolean> {
    try {
      const answer = await fetch(`http://127.0.0.1:${this.port}/health/ready`, {
        signal: AbortSignal.timeout(2_000),
      });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false;
    }
  }
}
