import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { poll } from '../../waiting.js';

/** A process that ended but still has its entry (a zombie) does not run. */
export function isRunning(pid: number): boolean {
  return occupiesPid(pid) && procStat(pid)?.state !== 'Z';
}

/** As PostgreSQL sees it: a zombie occupies its pid. */
export function occupiesPid(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Tells a process from a later one with the same pid; undefined if the system does not say. */
export function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') return procStat(pid)?.start;
  return process.platform === 'darwin' ? ps(pid, 'lstart=') : undefined;
}

export function commandOf(pid: number): string | undefined {
  if (process.platform === 'darwin') return ps(pid, 'command=');
  return readProc(pid, 'cmdline')?.replaceAll('\0', ' ');
}

export async function hasEnded(pid: number, withinMs: number): Promise<boolean> {
  return (await poll(() => !isRunning(pid) || undefined, { everyMs: 20, withinMs })) ?? false;
}

function procStat(pid: number): { state: string; start: string } | undefined {
  // "pid (name) state ...": the name may hold spaces and brackets. Start time is field 22.
  const fields = readProc(pid, 'stat')?.split(') ').at(-1)?.split(' ');
  return fields && { state: fields[0] ?? '', start: fields[19] ?? '' };
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
