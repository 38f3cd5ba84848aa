import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findBinaries } from '../../src/common/database/embedded/binaries.js';
import { ensureCluster } from '../../src/common/database/embedded/cluster.js';
import {
  DataDirInUse,
  findRunningPostgres,
  startEmbeddedPostgres,
  type EmbeddedOptions,
  type EmbeddedServer,
} from '../../src/common/database/embedded/embedded-postgres.js';
import { ensureDatabase, urlOf } from '../../src/common/database/embedded/login.js';
import { choosePlacement } from '../../src/common/database/embedded/placement.js';
import { findPostmaster } from '../../src/common/database/embedded/postmaster.js';
import { hasEnded } from '../../src/common/database/embedded/processes.js';
import { startServer, stopServer } from '../../src/common/database/embedded/server.js';
import { compileEmbedded, contendFor, EmbeddedOwner } from '../support/embedded-owner.js';

const isRoot = process.getuid?.() === 0;
const isLinux = process.platform === 'linux';

const dataDirs: string[] = [];
const servers: EmbeddedServer[] = [];
const owners: EmbeddedOwner[] = [];
let usedDataDir: string | undefined;

function aDataDir(): string {
  const dataDir = realpathSync(mkdtempSync(join(tmpdir(), 'cartwright embedded ')));
  chmodSync(dataDir, 0o711);
  dataDirs.push(dataDir);
  return dataDir;
}

async function start(dataDir: string, options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedServer> {
  const server = await startEmbeddedPostgres({ dataDir, durable: false, ...options });
  servers.push(server);
  return server;
}

function startElsewhere(dataDir: string, options: Partial<EmbeddedOptions> = {}): EmbeddedOwner {
  const owner = EmbeddedOwner.start({ dataDir, durable: false, ...options });
  owners.push(owner);
  return owner;
}

/** One folder for all tests that do not need a new one, because a new cluster takes half a second. */
async function aUsedDataDir(): Promise<string> {
  if (!usedDataDir) {
    usedDataDir = aDataDir();
    await (await start(usedDataDir)).stop();
  }
  return usedDataDir;
}

async function endLeftBehind(dataDir: string): Promise<void> {
  const leftBehind = findPostmaster(join(dataDir, 'postgres'));
  if (!leftBehind) return;
  process.kill(leftBehind.pid, 'SIGINT');
  await hasEnded(leftBehind.pid, 5_000);
}

function writeLock(dataDir: string, owner: object): void {
  const startedAt = '2020-01-01T00:00:00.000Z';
  writeFileSync(join(dataDir, 'owner.json'), JSON.stringify({ startedAt, token: 'stale', ...owner }));
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function valueOf(url: string, sql: string): Promise<unknown> {
  const client = await connect(url);
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows.at(-1)?.[0];
  } finally {
    await client.end();
  }
}

async function aStrangerAt(port: number): Promise<() => Promise<void>> {
  const stranger = createServer().listen(port, '127.0.0.1');
  await once(stranger, 'listening');
  return async () => {
    stranger.close();
    await once(stranger, 'close');
  };
}

beforeAll(compileEmbedded);

afterEach(async () => {
  for (const owner of owners.splice(0)) await owner.kill();
  for (const server of servers.splice(0)) await server.stop();
  for (const dataDir of dataDirs) await endLeftBehind(dataDir);
});

afterAll(() => {
  for (const dataDir of dataDirs) rmSync(dataDir, { recursive: true, force: true });
});

describe('a fresh data folder', () => {
  it('gets a cluster that only its password opens', async () => {
    const dataDir = aDataDir();
    mkdirSync(join(dataDir, 'postgres.new', 'cut-short'), { recursive: true });

    const server = await start(dataDir, { durable: true });

    expect(server).toMatchObject({ adopted: false, version: expect.stringMatching(/^\d+\.\d+/) });
    const { password, pathname } = new URL(server.url);
    expect(pathname).toBe('/cartwright');
    expect(await valueOf(server.url, 'show server_encoding')).toBe('UTF8');
    expect(await valueOf(server.url, `select lower('ÀÉ')`)).toBe('àé');
    expect(await valueOf(server.url, 'show fsync')).toBe('on');
    expect(await valueOf(server.url, 'show listen_addresses')).toBe('127.0.0.1');
    expect(await valueOf(server.url, 'show unix_socket_directories')).toBe('');
    await expect(connect(server.url.replace(password, 'wrong'))).rejects.toThrow('authentication failed');
    await expect(connect(server.url.replace(`:${password}`, ''))).rejects.toThrow(/password/);

    expect(readFileSync(join(dataDir, 'password'), 'utf8').trim()).toBe(password);
    for (const secret of ['password', 'postgres.log']) {
      expect(statSync(join(dataDir, secret)).mode & 0o077).toBe(0);
    }
  });

  it.runIf(isLinux)('keeps its password and our environment from other processes', async () => {
    const server = await start(await aUsedDataDir());
    const { password } = new URL(server.url);

    const commands = readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map(commandLine);
    expect(commands.filter((command) => command.includes(password))).toEqual([]);
    expect(commands.some((command) => command.includes(`-p\0${server.port}\0`))).toBe(true);
    expect(readFileSync(`/proc/${server.pid}/environ`, 'utf8')).not.toContain('NODE_ENV');
  });

  it('takes more server parameters, whatever characters they hold', async () => {
    const settings = { cluster_name: `It's $HOME "5%"`, work_mem: '7MB', random_page_cost: '2' };
    const server = await start(await aUsedDataDir(), { settings });

    expect(await valueOf(server.url, 'show cluster_name')).toBe(settings.cluster_name);
    expect(await valueOf(server.url, 'show work_mem')).toBe('7MB');
    expect(await valueOf(server.url, 'show random_page_cost')).toBe('2');
    expect(await valueOf(server.url, 'show fsync')).toBe('off');
  });
});

describe('a data folder whose path a shell would take apart', () => {
  it('is refused before anything runs there', async () => {
    const dataDir = join(aDataDir(), '`touch touched`');

    await expect(start(dataDir)).rejects.toThrow('must not contain any of');
    expect(readdirSync(dataDir)).toEqual([]);
  });
});

describe('a data folder that was used before', () => {
  it('keeps its rows, password and port', async () => {
    const dataDir = await aUsedDataDir();
    const first = await start(dataDir);
    await valueOf(first.url, 'create table answers as select 42 as answer');
    await first.stop();

    const second = await start(dataDir);

    expect(second.url).toBe(first.url);
    expect(await valueOf(second.url, 'select answer from answers')).toBe(42);
  });

  it('moves to another port when a stranger has taken its own', async () => {
    const dataDir = await aUsedDataDir();
    const first = await start(dataDir);
    await first.stop();
    const leave = await aStrangerAt(first.port);

    const second = await start(dataDir, { port: first.port });
    expect(second.port).not.toBe(first.port);
    expect(await valueOf(second.url, 'select 1')).toBe(1);

    await second.stop();
    await leave();
    expect((await start(dataDir, { port: first.port })).port).toBe(first.port);
  });

  it('recovers every committed row when the server was killed', async () => {
    const dataDir = await aUsedDataDir();
    const first = await start(dataDir, { durable: true });
    await valueOf(first.url, 'create table kept as select generate_series(1, 1000)');
    process.kill(first.pid, 'SIGKILL');
    expect(await hasEnded(first.pid, 5_000)).toBe(true);
    await first.stop();

    const second = await start(dataDir, { durable: true });

    expect(second).toMatchObject({ adopted: false });
    expect(await valueOf(second.url, 'select count(*)::int from kept')).toBe(1000);
  });

  it('is not fooled by a pid file that names another process', async () => {
    const dataDir = await aUsedDataDir();
    const cluster = join(dataDir, 'postgres');
    const first = await start(dataDir);
    const pidFile = readFileSync(join(cluster, 'postmaster.pid'), 'utf8');
    await first.stop();
    // The server itself overlooks processes of other users, so the stranger is of its own.
    const { uid, gid } = statSync(cluster);
    const stranger = spawn('sleep', ['30'], isRoot ? { uid, gid } : {});
    writeFileSync(join(cluster, 'postmaster.pid'), pidFile.replace(/^\d+/, String(stranger.pid)));

    const second = await start(dataDir);

    expect(await valueOf(second.url, 'select 1')).toBe(1);
    await second.stop();
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    stranger.kill();
  });

  it.each([
    ['PG_VERSION', '12\n', /made by PostgreSQL 12/],
    ['../password', '', /password is missing/],
  ])(
    'says what is wrong with %s, and can be started when it is mended',
    { timeout: 15_000 },
    async (name, broken, complaint) => {
      const dataDir = await aUsedDataDir();
      const file = join(dataDir, 'postgres', name);
      const content = readFileSync(file);
      writeFileSync(file, broken);

      await expect(start(dataDir)).rejects.toThrow(complaint);

      writeFileSync(file, content);
      await expect(start(dataDir)).resolves.toMatchObject({ adopted: false });
    },
  );
});

describe('a server that a killed process left behind', () => {
  it('is taken over', async () => {
    const dataDir = await aUsedDataDir();
    const owner = startElsewhere(dataDir);
    const { serverPid } = await owner.attempt();
    await owner.kill();

    const server = await start(dataDir);

    expect(server).toMatchObject({ adopted: true, pid: serverPid });
    expect(await valueOf(server.url, 'select 1')).toBe(1);
    await server.stop();
    expect(await hasEnded(server.pid, 0)).toBe(true);
  });

  it('is replaced when it runs with less safety than asked for', async () => {
    const dataDir = await aUsedDataDir();
    const owner = startElsewhere(dataDir, { durable: false });
    const { serverPid } = await owner.attempt();
    await owner.kill();

    const server = await start(dataDir, { durable: true });

    expect(server.adopted).toBe(false);
    expect(server.pid).not.toBe(serverPid);
    expect(await valueOf(server.url, 'show fsync')).toBe('on');
  });

  it('is replaced when it does not open to our password', async () => {
    const dataDir = await aUsedDataDir();
    const owner = startElsewhere(dataDir);
    const { serverPid } = await owner.attempt();
    await owner.kill();
    const password = readFileSync(join(dataDir, 'password'));
    writeFileSync(join(dataDir, 'password'), 'changed');

    await expect(start(dataDir)).rejects.toThrow('authentication failed');

    expect(await hasEnded(serverPid!, 0)).toBe(true);
    writeFileSync(join(dataDir, 'password'), password);
  });
});

describe('the owner of a data folder', () => {
  it('is named with its address to whoever comes second', async () => {
    const dataDir = await aUsedDataDir();
    const owner = startElsewhere(dataDir);
    await owner.attempt();
    await owner.announce('http://127.0.0.1:3000');

    const refusal = await start(dataDir).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(DataDirInUse);
    expect(refusal).toMatchObject({ owner: { pid: owner.pid, appUrl: 'http://127.0.0.1:3000' } });
    expect((refusal as Error).message).toContain(`at http://127.0.0.1:3000 (process ${owner.pid}`);
  });

  it('is one, however many find the lock of a dead process', async () => {
    const parent = aDataDir();
    const folders = Array.from({ length: 80 }, (_, index) => join(parent, String(index)));
    for (const folder of folders) {
      mkdirSync(folder);
      writeLock(folder, { pid: 2_000_000_000 });
    }

    const won = await contendFor(folders, 3);

    expect(won.toSorted()).toEqual(folders.toSorted());
  });

  it('is one, however many start at the same moment', async () => {
    const dataDir = await aUsedDataDir();

    const attempts = await Promise.all([1, 2, 3].map(() => startElsewhere(dataDir).attempt()));

    expect(attempts.filter(({ serverPid }) => serverPid)).toHaveLength(1);
    expect(attempts.filter(({ refusal }) => refusal === 'DataDirInUse')).toHaveLength(2);
  });

  it.runIf(isLinux)('is not a later process with the same number', async () => {
    const dataDir = await aUsedDataDir();
    writeLock(dataDir, { pid: process.pid, processStart: '1' });

    await expect(start(dataDir)).resolves.toMatchObject({ adopted: false });
  });

  it('leaves nothing behind when it stops, however often it is asked', async () => {
    const dataDir = await aUsedDataDir();
    const server = await start(dataDir);
    const busy = await connect(server.url);
    await busy.query('begin');
    await busy.query('create table never_committed ()');
    const log = join(dataDir, 'postgres.log');
    const logged = readFileSync(log, 'utf8').length;
    const waiting = busy.query('select pg_sleep(60)').catch((error: Error) => error.message);

    await Promise.all([server.stop(), server.stop()]);
    await server.stop();

    expect(await waiting).toMatch(/terminat/);
    expect(await hasEnded(server.pid, 0)).toBe(true);
    expect(existsSync(join(dataDir, 'owner.json'))).toBe(false);
    expect(readFileSync(log, 'utf8').slice(logged)).not.toContain('immediate shutdown');
  });
});

describe('a command beside a running shop', () => {
  it('joins the server once the shop has announced itself', async () => {
    const dataDir = await aUsedDataDir();
    const server = await start(dataDir);
    let joined = false;
    const joining = findRunningPostgres(dataDir).finally(() => (joined = true));
    await valueOf(server.url, 'select pg_sleep(0.3)');
    expect(joined).toBe(false);

    server.announce('http://127.0.0.1:3000');

    expect(await joining).toBe(server.url);
  });

  it('finds nothing to join where no shop runs', async () => {
    const dataDir = await aUsedDataDir();
    const owner = startElsewhere(dataDir);
    await owner.attempt();
    await owner.kill();

    expect(await findRunningPostgres(dataDir)).toBeUndefined();
    expect(await findRunningPostgres(join(dataDir, 'absent'))).toBeUndefined();
  });
});

describe('where PostgreSQL runs', () => {
  it.runIf(isRoot && isLinux)(
    'works for root below a folder that only root may enter',
    { timeout: 15_000 },
    async () => {
      const parent = aDataDir();
      chmodSync(parent, 0o700);

      const server = await start(join(parent, 'data'));

      expect(await valueOf(server.url, 'select 1')).toBe(1);
    },
  );

  it.runIf(isRoot)('leaves files of root in a folder of root to nobody', async () => {
    const dataDir = await aUsedDataDir();

    expect(statSync(join(dataDir, 'postgres'))).toMatchObject({ uid: 65_534, mode: 0o40700 });
  });

  it.runIf(existsSync('/usr/lib/postgresql'))(
    'falls back to the one of the machine',
    { timeout: 15_000 },
    async () => {
      const dataDir = aDataDir();
      const binaries = await findBinaries(() => Promise.reject(new Error('not installed')));
      expect(binaries.initdb).not.toContain('node_modules');

      const placement = await choosePlacement(binaries, dataDir);
      const password = await ensureCluster(placement, false);
      const postmaster = await startServer(placement, { durable: false });
      const login = { port: postmaster.port, password };
      await ensureDatabase(login);

      expect(await valueOf(urlOf(login), `select lower('ÀÉ')`)).toBe('àé');
      await stopServer(placement, postmaster);
    },
  );
});

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
