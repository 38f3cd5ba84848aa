import { type ChildProcess, execFileSync, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { atExit } from '../test/support/at-exit.js';
import type { Ports, Task } from './baseline-server.js';

const COMPILED = 'test/.generated/bench';

/** The core of the servers that are compared, and that of all others. */
export const SERVER_CORE = 0;
export const OTHER_CORE = 1;

/** Whether processes can be kept to cores of their own here. */
export const canPin = availableParallelism() >= 2 && spawnSync('taskset', ['--version']).status === 0;

/** Keeps a process, and those that it will start, to one core. */
export function pin(pid: number, core: number): void {
  if (canPin) execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)]);
}

/** Of a second each: what Linux counts CPU time in, on every platform that Node runs on. */
const TICKS = 100;

/** Seconds of CPU that a process has taken, of all its threads; not a number where the system does not tell. */
export function cpuSecondsOf(pid: number | undefined): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return Number.NaN;
  const text = readFileSync(file, 'utf8');
  // The name of the program, in brackets, may hold spaces.
  const [user, system] = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) / TICKS;
}

/** The bare servers that the shop is compared with, in a process of their own. */
export class BaselineServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly ports: Ports,
  ) {}

  /** @param logFile where its standard output goes */
  static async start(task: Task, logFile: string): Promise<BaselineServer> {
    const log = openSync(logFile, 'a');
    const child = fork(compiled(), {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', log, 'inherit', 'ipc'],
    });
    closeSync(log);
    child.once(
      'exit',
      atExit(() => child.kill()),
    );
    pin(child.pid!, SERVER_CORE);
    child.send(task);
    const [ports] = (await once(child, 'message')) as [Ports];
    return new BaselineServer(child, ports);
  }

  get pid(): number {
    return this.child.pid!;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill();
    await once(this.child, 'exit');
  }
}

/** Node alone runs no TypeScript, and what is compared with must not run under a tool of ours. */
function compiled(): string {
  mkdirSync(COMPILED, { recursive: true });
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const source = readFileSync(join(import.meta.dirname, 'baseline-server.ts'), 'utf8');
  const file = join(COMPILED, 'baseline-server.mjs');
  writeFileSync(file, ts.transpileModule(source, { compilerOptions }).outputText);
  return file;
}
