import { spawn } from 'node:child_process';

/** As whom a program of PostgreSQL runs, and who owns the files that it works on. */
export interface Identity {
  /** Put before the command, such as `unshare --user --`. */
  readonly prefix: readonly string[];
  /** The user to switch to; absent to stay who we are. */
  readonly user?: Owner;
  /** Who must own the cluster; absent where files simply belong to whoever made them. */
  readonly fileOwner?: Owner;
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export interface Finished {
  readonly succeeded: boolean;
  readonly stderr: string;
}

// The server gets none of our own environment: it has no use for the shop's secrets.
const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};
const LATE_OUTPUT_MS = 100;

/**
 * Runs a program to its end. A program that cannot even start has failed, with the reason in `stderr`.
 * Standard output is not piped and the end of the process counts, not the end of its output, because the server
 * that pg_ctl leaves behind would keep a pipe open.
 */
export async function run(
  identity: Identity,
  program: string,
  args: readonly string[],
  timeoutMs = 60_000,
): Promise<Finished> {
  const [command = program, ...rest] = [...identity.prefix, program, ...args];
  try {
    return await outcomeOf(start(identity, command, rest, timeoutMs));
  } catch (error) {
    // Such as EPERM where we may not switch to that user.
    return { succeeded: false, stderr: (error as Error).message };
  }
}

function start({ user }: Identity, command: string, args: readonly string[], timeoutMs: number) {
  return spawn(command, args, {
    ...user,
    cwd: process.platform === 'win32' ? undefined : '/',
    env: ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: timeoutMs,
    windowsHide: true,
  });
}

function outcomeOf(child: ReturnType<typeof start>): Promise<Finished> {
  return new Promise((resolve, reject) => {
    let stderr = '';
    const finish = (code: number | null) => {
      child.stderr.destroy();
      resolve({ succeeded: code === 0, stderr: stderr.trim() });
    };
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', finish);
    child.on('exit', (code) => setTimeout(finish, LATE_OUTPUT_MS, code));
  });
}
