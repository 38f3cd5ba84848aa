import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from './at-exit.js';
import { eventually } from './eventually.js';
import { BUILD } from './shop-process.js';

const START_LIMIT_MS = 240_000;

/** A program of the compiled shop, as a newcomer starts it: with no settings but those that are named. */
export class BareShop {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  private told = '';

  constructor(
    dataDir: string,
    [file, ...args]: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ) {
    const clean = { PATH: process.env['PATH']!, HOME: process.env['HOME'] ?? '/', DATA_DIR: dataDir, ...env };
    this.child = spawn(process.execPath, [join(BUILD, 'src', file!), ...args], { cwd: tmpdir(), env: clean });
    this.child.once(
      'exit',
      atExit(() => this.end()),
    );
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk) => (this.told += String(chunk)));
    this.exit = new Promise((resolve) => this.child.on('exit', resolve));
  }

  /** What it has written. */
  get output(): string {
    return this.told;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Where it answers, once it says so. */
  async url(): Promise<string> {
    const [, url] = await this.saying(/(https?:\/\/127\.0\.0\.1:\d+)\/docs/);
    return url!;
  }

  /** Gives what it says once it does; throws when it has ended before. */
  saying(text: RegExp): Promise<RegExpExecArray> {
    return this.until(() => text.exec(this.told));
  }

  /** Gives what the probe gives once that is something; throws when the program has ended before. */
  async until<T>(probe: () => T | null | undefined | false): Promise<T> {
    const found = await eventually(() => {
      const value = probe();
      return value ? { value } : !this.isRunning && { value: undefined };
    }, START_LIMIT_MS);
    if (found === false || found.value === undefined) throw new Error(`It has ended:\n${this.told}`);
    return found.value;
  }

  /** Ends it, if it has not ended. */
  end(): void {
    if (this.isRunning) this.child.kill('SIGTERM');
  }
}
