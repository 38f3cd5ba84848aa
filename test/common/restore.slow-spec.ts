import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBinaries } from '../../src/common/database/embedded/binaries.js';
import { ensureCluster } from '../../src/common/database/embedded/cluster.js';
import { openDataDir } from '../../src/common/database/embedded/home.js';
import { ensureDatabase, urlOf } from '../../src/common/database/embedded/login.js';
import { choosePlacement } from '../../src/common/database/embedded/placement.js';
import { startServer, stopServer } from '../../src/common/database/embedded/server.js';
import { migrate } from '../../src/common/database/migrate.js';
import { BareShop } from '../support/bare-shop.js';
import { aPlacedOrder } from '../support/builders/orders.js';
import { createDatabase, onDatabase } from '../support/database.js';
import { openShopOn, type TestShop } from '../support/shop.js';
import { buildShop } from '../support/shop-process.js';

const LIMIT_MS = 300_000;
const SECRETS = ['APP_SECRET', 'AUTH_REFRESH_SECRET', 'AUTH_SIGNING_KEY', 'TEST_PROVIDER_WEBHOOK_SECRET'];
const GUIDE = readFileSync('docs/operating.md', 'utf8');

/** npm's PostgreSQL comes without these; the machine's has them beside its server. */
const machines = await findBinaries(() => Promise.reject(new Error('not asked'))).catch(() => undefined);
const tools = machines === undefined ? undefined : dirname(machines.initdb);
const hasTools =
  tools !== undefined && ['pg_dump', 'pg_restore'].every((name) => existsSync(join(tools, name)));
if (!hasTools) process.stderr.write('There is no pg_dump on this machine: restoring a dump is skipped.\n');

describe.runIf(hasTools)('a dump', () => {
  let folder: string;
  let serverUrl: string;
  let shop: TestShop;
  let secrets: Record<string, string>;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    buildShop();
    folder = openDataDir(mkdtempSync(join(tmpdir(), 'cartwright-restore-')));
    const placement = await choosePlacement(machines!, folder);
    const password = await ensureCluster(placement, false);
    const postmaster = await startServer(placement, { durable: false });
    stop = () => stopServer(placement, postmaster);
    const login = { port: postmaster.port, password };
    await ensureDatabase(login);
    serverUrl = urlOf(login);
    await migrate({
      url: await createDatabase(serverUrl, 'template_of_all'),
      poolSize: 2,
      poolWaitMs: 60_000,
    });
    shop = await openShopOn({ serverUrl, template: 'template_of_all' }, { worker: false });
    await aPlacedOrder(shop);
    secrets = Object.fromEntries(SECRETS.map((name) => [name, process.env[name]!]));
  }, LIMIT_MS);
  afterAll(async () => {
    await shop.close();
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }, LIMIT_MS);

  function tool(name: string, ...options: readonly string[]): void {
    execFileSync(join(tools!, name), options, { stdio: ['ignore', 'ignore', 'inherit'] });
  }

  /** A command of a production shop on a database. */
  async function command(
    name: string,
    databaseUrl: string,
  ): Promise<{ code: number | null; output: string }> {
    const env = { ...secrets, NODE_ENV: 'production', DATABASE_URL: databaseUrl, MEDIA_DIR: folder };
    const program = new BareShop(folder, ['cli.js', name], env);
    return { code: await program.exit, output: program.output };
  }

  it(
    'is restored as the guide says, and the doctor asks for what it does not hold',
    async () => {
      const file = join(folder, 'shop.dump');
      tool('pg_dump', '--format=custom', `--file=${file}`, shop.databaseUrl);
      tool('createdb', `--maintenance-db=${serverUrl}`, 'restored');
      const restored = onDatabase(serverUrl, 'restored');
      tool('pg_restore', '--no-owner', '--exit-on-error', `--dbname=${restored}`, file);
      for (const written of ['pg_dump --format=custom', 'pg_restore --no-owner --exit-on-error'])
        expect(GUIDE).toContain(written);

      const before = await command('doctor', restored);
      expect([before.code, before.output]).toEqual([1, expect.stringContaining('migration:run')]);
      for (const name of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'])
        expect(before.output).toContain(`"name":"${name}"`);
      expect(await command('migration:run', restored)).toMatchObject({ code: 0 });
      const after = await command('doctor', restored);
      expect([after.code, after.output]).toEqual([0, expect.stringMatching(/All \d+ invariants hold/)]);
    },
    LIMIT_MS,
  );
});
