import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { atExit } from './at-exit.js';
import { eventually } from './eventually.js';
import { freePort } from './shop-process.js';

const PATH = `${process.env['PATH']}:/usr/sbin:/usr/local/sbin`;
const GUIDE = join(import.meta.dirname, '..', '..', 'docs', 'operating.md');

/** A balancer, as the guide for operators sets it up. */
interface Kind {
  readonly name: 'nginx' | 'haproxy';
  /** What the guide leaves to the distribution's own file; `status` is the port on which it tells its state, if it does. */
  readonly around: (written: string, folder: string, status: number) => string;
  /** How many processes it counts in, by its own words. */
  readonly counted?: (status: string) => number;
  readonly command: (file: string, folder: string) => readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    name: 'nginx',
    around: (written, folder) => `
      pid ${folder}/nginx.pid;
      events {}
      http {
        access_log off;
        client_body_temp_path ${folder}/body;
        proxy_temp_path ${folder}/proxy;
        fastcgi_temp_path ${folder}/fastcgi;
        uwsgi_temp_path ${folder}/uwsgi;
        scgi_temp_path ${folder}/scgi;
        ${written}
      }`,
    command: (file, folder) => ['-p', folder, '-c', file, '-e', 'stderr', '-g', 'daemon off;'],
  },
  {
    name: 'haproxy',
    around: (written, _folder, status) => `${written}
listen status
  bind 127.0.0.1:${status}
  stats enable
  stats uri /
`,
    counted: (status) => status.match(/^cartwright,[ab],.*,UP,/gm)?.length ?? 0,
    command: (file) => ['-db', '-q', '-f', file],
  },
];

/** The balancers that this machine has. Where they are required, the absence of one fails the tests. */
export function balancersHere(): readonly Kind[] {
  return KINDS.filter(({ name }) => {
    try {
      execFileSync(name, ['-v'], { stdio: 'ignore', env: { ...process.env, PATH } });
      return true;
    } catch {
      if (process.env['CI_REQUIRE_PROXIES'] !== undefined) throw new Error(`There is no ${name} on the PATH`);
      process.stderr.write(`There is no ${name} on the PATH: the rolling restart behind it is skipped.\n`);
      return false;
    }
  });
}

/** A real balancer before the shop's processes, set up by the guide's own words but for the ports. */
export class Balancer {
  private constructor(
    private readonly kind: Kind,
    readonly port: number,
    private readonly status: number,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  static async before(kind: Kind, ports: readonly number[]): Promise<Balancer> {
    const { name } = kind;
    const folder = mkdtempSync(join(tmpdir(), `cartwright-${name}-`));
    // nginx works as another user than the one that starts it.
    chmodSync(folder, 0o711);
    const [port, status] = [await freePort(), await freePort()];
    const file = join(folder, `${name}.conf`);
    writeFileSync(file, kind.around(fromGuide(name, [port, ...ports]), folder, status));
    const child = spawn(name, kind.command(file, folder), {
      env: { ...process.env, PATH },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => (said = `${said}${String(chunk)}`.slice(-5_000)));
    child.once(
      'exit',
      atExit(() => child.kill('SIGKILL')),
    );
    const balancer = new Balancer(kind, port, status, child, folder);
    await eventually(() => {
      if (!balancer.isRunning) throw new Error(`${name} has ended: ${said}`);
      return fetch(`http://127.0.0.1:${port}/health/live`).then(({ ok }) => ok);
    }, 60_000);
    return balancer;
  }

  /** Gives once it counts so many processes in; at once, where it looks at none before it sends a request. */
  async counts(processes: number): Promise<void> {
    const { counted } = this.kind;
    if (!counted) return;
    await eventually(async () => {
      const answer = await fetch(`http://127.0.0.1:${this.status}/;csv`);
      return counted(await answer.text()) === processes;
    }, 60_000);
  }

  async end(): Promise<void> {
    if (this.isRunning) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }
}

/** The guide's block in that language, with ports of the test's own: that of the balancer, and those of the shop. */
function fromGuide(language: string, [front, first, second]: readonly number[]): string {
  const block = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(readFileSync(GUIDE, 'utf8'))?.[1];
  if (block === undefined) throw new Error(`docs/operating.md has no block in ${language}`);
  const ports = { 8080: front, 3001: first, 3002: second };
  return Object.entries(ports).reduce((text, [from, to]) => {
    if (!text.includes(`:${from}`)) throw new Error(`The guide's ${language} names no port ${from}`);
    return text.replaceAll(`:${from}`, `:${to}`);
  }, block);
}
