import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, isRunning, occupiesPid } from './processes.js';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Whether its command line was seen. Otherwise the pid may belong to a stranger. */
  readonly isProven: boolean;
}

const NO_PROCESS = 2_147_483_647;

export function findPostmaster(cluster: string): Postmaster | undefined {
  const [pid, , , port] = readPidFile(cluster).map(Number);
  if (!pid || !isRunning(pid)) return undefined;

  const command = commandOf(pid);
  if (command !== undefined && !(command.includes('postgres') && command.includes(cluster))) return undefined;
  return { pid, port: port ?? 0, isProven: command !== undefined };
}

export function lastPort(cluster: string): number | undefined {
  const port = /"-p" "(\d+)"/.exec(lastCommand(cluster))?.[1];
  return port === undefined ? undefined : Number(port);
}

export function wasStartedWith(cluster: string, args: readonly string[]): boolean {
  return lastCommand(cluster)
    .trimEnd()
    .endsWith(` ${args.map((arg) => `"${arg}"`).join(' ')}`);
}

/** PostgreSQL takes any process with the pid in the file for a server. The rest of the file stays valid. */
export function disownPidFile(cluster: string): void {
  const [pid, ...rest] = readPidFile(cluster);
  if (!pid || !occupiesPid(Number(pid))) return;
  writeFileSync(join(cluster, 'postmaster.pid'), [NO_PROCESS, ...rest].join('\n'));
}

function readPidFile(cluster: string): string[] {
  const file = join(cluster, 'postmaster.pid');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

function lastCommand(cluster: string): string {
  const file = join(cluster, 'postmaster.opts');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
