import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../../src/common/database/embedded/embedded-postgres.js';
import { findPostmaster } from '../../src/common/database/embedded/postmaster.js';
import { migrate } from '../../src/common/database/migrate.js';
import { BareShop } from '../support/bare-shop.js';
import { eventually } from '../support/eventually.js';
import { buildShop, freePort } from '../support/shop-process.js';

type Sql = (text: string) => Promise<void>;

const LIMIT_MS = 300_000;

/** A start that fails, or is told to end, with the embedded PostgreSQL that the shop starts for itself. */
describe('a start that comes to nothing', () => {
  let dataDir: string;
  let port: number;
  const started: BareShop[] = [];
  const strangers: Server[] = [];

  beforeAll(async () => {
    buildShop();
    dataDir = mkdtempSync(join(tmpdir(), 'cartwright-start-'));
    chmodSync(dataDir, 0o711);
    port = await freePort();
    await inDatabase(async ({ url }) => void (await migrate({ url, poolSize: 2, poolWaitMs: 60_000 })));
  }, LIMIT_MS);
  afterEach(async () => {
    for (const shop of started.splice(0)) shop.end();
    for (const stranger of strangers.splice(0)) stranger.close();
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  function run(program: readonly string[] = ['main.js'], env: Record<string, string> = {}): BareShop {
    const shop = new BareShop(dataDir, program, { PORT: String(port), ...env });
    started.push(shop);
    return shop;
  }

  /** Does something in the shop's database while no shop runs. */
  async function inDatabase(work: (database: { url: string; sql: Sql }) => Promise<void>): Promise<void> {
    const server = await startEmbeddedPostgres({ dataDir });
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      await work({ url: server.url, sql: async (text) => void (await client.query(text)) });
    } finally {
      await client.end();
      await server.stop();
    }
  }

  async function takePort(): Promise<void> {
    const stranger = createServer().listen(port, '127.0.0.1');
    strangers.push(stranger);
    await once(stranger, 'listening');
  }

  const server = () => findPostmaster(join(dataDir, 'postgres'));

  /** What a process of the shop has left behind. */
  const leftBehind = () => ({ server: server()?.pid, isLocked: existsSync(join(dataDir, 'owner.json')) });
  const NOTHING = { server: undefined, isLocked: false };

  /** How it ended, what it said, and what it left behind. */
  async function outcomeOf(shop: BareShop) {
    const code = await shop.exit;
    return { code, output: shop.output, ...leftBehind() };
  }

  const failedFor = (reason: string) => ({ code: 1, output: expect.stringContaining(reason), ...NOTHING });

  it(
    'begins nothing when its settings have a fault',
    async () => {
      const shop = run(['main.js'], { LOG_LEVEL: 'loud' });
      expect(await outcomeOf(shop)).toEqual(failedFor('LOG_LEVEL'));
      expect(shop.output).not.toContain('Starting PostgreSQL');
    },
    LIMIT_MS,
  );

  it(
    'begins nothing when its port is taken',
    async () => {
      await takePort();
      const shop = run();
      expect(await outcomeOf(shop)).toEqual(failedFor(`Port ${port} on 127.0.0.1 is taken`));
      expect(shop.output).not.toContain('Starting PostgreSQL');
      expect(shop.output).not.toMatch(/\n\s+at /);
    },
    LIMIT_MS,
  );

  it(
    'says in words that its address is none of this machine',
    async () => {
      // Of a net that is kept for documents.
      const shop = run(['main.js'], { HOST: '192.0.2.1' });
      expect(await outcomeOf(shop)).toEqual(failedFor('The shop cannot listen on 192.0.2.1'));
      expect(shop.output).not.toMatch(/\n\s+at /);
    },
    LIMIT_MS,
  );

  it(
    'ends the PostgreSQL that does not let it in',
    async () => {
      const file = join(dataDir, 'password');
      const password = readFileSync(file, 'utf8');
      writeFileSync(file, 'another-password\n');
      try {
        expect(await outcomeOf(run())).toEqual(failedFor('password authentication failed'));
      } finally {
        writeFileSync(file, password);
      }
    },
    LIMIT_MS,
  );

  it(
    'ends PostgreSQL when the schema cannot be brought up to date',
    async () => {
      const renamed = (from: string, to: string) =>
        inDatabase(({ sql }) => sql(`ALTER TABLE migrations RENAME COLUMN ${from} TO ${to}`));
      // All of them seem to be missing, and the first one finds its work done.
      await renamed('name', 'label');
      const outcome = await outcomeOf(run());
      await renamed('label', 'name');
      expect(outcome).toEqual(failedFor('already exists'));
    },
    LIMIT_MS,
  );

  it(
    'ends PostgreSQL when the application cannot be built',
    async () => {
      const missing = join(dataDir, 'no-such-file.pem');
      expect(await outcomeOf(run(['main.js'], { TLS_CERT_FILE: missing, TLS_KEY_FILE: missing }))).toEqual(
        failedFor('no-such-file.pem'),
      );
    },
    LIMIT_MS,
  );

  it(
    'ends application and PostgreSQL when the demo cannot be loaded',
    async () => {
      await inDatabase(async ({ sql }) => {
        await sql(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'no demo today' USING ERRCODE = '42501'; END $$`);
        await sql('CREATE TRIGGER refuse BEFORE INSERT ON products EXECUTE FUNCTION refuse()');
      });
      expect(await outcomeOf(run())).toEqual(failedFor('no demo today'));
      await inDatabase(({ sql }) => sql('DROP FUNCTION refuse() CASCADE'));
    },
    LIMIT_MS,
  );

  it(
    'ends application, worker and PostgreSQL when its port has been taken meanwhile',
    async () => {
      const shop = run();
      await shop.saying(/Starting PostgreSQL/);
      shop.child.kill('SIGSTOP');
      await takePort();
      shop.child.kill('SIGCONT');
      expect(await outcomeOf(shop)).toEqual(failedFor(`Port ${port} on 127.0.0.1 is taken`));
    },
    LIMIT_MS,
  );

  it.each([
    ['PostgreSQL is about to start', (shop: BareShop) => shop.saying(/Starting PostgreSQL/)],
    ['PostgreSQL starts', (shop: BareShop) => shop.until(() => server())],
    ['PostgreSQL runs', (shop: BareShop) => shop.until(() => server()?.port)],
  ])(
    'leaves nothing when it is told to end while %s',
    async (_, moment) => {
      const shop = run();
      await moment(shop);
      shop.child.kill('SIGTERM');
      expect([await shop.exit, shop.output]).toEqual([0, expect.not.stringContaining('Error')]);
      expect(leftBehind()).toEqual(NOTHING);
    },
    120_000,
  );

  it(
    'leaves nothing of a command that is interrupted',
    async () => {
      const doctor = run(['cli.js', 'doctor']);
      await doctor.until(() => server());
      doctor.child.kill('SIGINT');
      expect(await doctor.exit).toBe(130);
      expect(leftBehind()).toEqual(NOTHING);
    },
    LIMIT_MS,
  );

  it(
    'serves after all that, and leaves nothing when it is told to end twice',
    async () => {
      const shop = run(['main.js'], { SHUTDOWN_DRAIN_MS: '300000' });
      const url = await shop.url();
      shop.child.kill('SIGTERM');
      await eventually(async () => (await fetch(`${url}/health/ready`)).status === 503);
      shop.child.kill('SIGTERM');
      expect(await shop.exit).toBe(1);
      expect(leftBehind()).toEqual(NOTHING);
    },
    LIMIT_MS,
  );
});
