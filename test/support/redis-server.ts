import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { atExit } from './at-exit.js';
import { eventually } from './eventually.js';
import { freePort } from './shop-process.js';

/** Whether this machine has a Redis to test with. Where one is required, its absence fails the tests. */
export function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env['CI_REQUIRE_REDIS'] !== undefined)
      throw new Error('There is no redis-server on the PATH');
    process.stderr.write('There is no redis-server on the PATH: what needs one is skipped.\n');
    return false;
  }
}

/** A real Redis of the test's own, on loopback. */
export class RedisServer {
  private child?: ChildProcess;

  private constructor(private readonly port: number) {}

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}/0`;
  }

  async start(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn('redis-server', options, { cwd: tmpdir(), stdio: 'ignore' });
    this.child = child;
    child.once(
      'exit',
      atExit(() => child.kill('SIGKILL')),
    );
    await eventually(async () => (await this.command('PING')).startsWith('+PONG'));
  }

  /** SIGSTOP makes it as slow as can be, SIGCONT wakes it. */
  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  async end(): Promise<void> {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  /** Sends one command on a connection of its own, and gives the raw answer. */
  async command(...words: readonly string[]): Promise<string> {
    const socket = connect(this.port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      socket.write(`${words.join(' ')}\r\n`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      return answer.toString();
    } finally {
      socket.destroy();
    }
  }
}
