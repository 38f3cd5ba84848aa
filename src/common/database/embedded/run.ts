import { spawn } from 'node:child_process';

export interface Identity {
  readonly prefix: readonly string[];
  readonly user?: Owner;
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

// The server must not see the shop's secrets.
const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};
const LATE_OUTPUT_MS = 100;

/** Waits for `exit` and ignores stdout, since a server that pg_ctl starts keeps pipes open. */
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
