import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BareShop } from '../support/bare-shop.js';
import { buildShop } from '../support/shop-process.js';

/** A health check has the settings of the shop that it looks at. */
const CHECKED = { APP_SECRET: randomBytes(32).toString('base64url') };

/** The compiled shop as a process of its own, as a newcomer starts it: no settings at all. */
describe('the process', () => {
  let dataDir: string;
  const started: BareShop[] = [];

  beforeAll(() => {
    buildShop();
    dataDir = mkdtempSync(join(tmpdir(), 'cartwright-process-'));
  }, 120_000);
  afterEach(() => {
    for (const shop of started.splice(0)) shop.end();
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  function run(file: string, args: string[] = [], env: Record<string, string> = {}): BareShop {
    const shop = new BareShop(dataDir, [file, ...args], env);
    started.push(shop);
    return shop;
  }

  it('starts with nothing but Node, says what to open, and refuses a second start in its folder', async () => {
    const shop = run('main.js');
    const url = await shop.url();
    for (const word of ['owner@example.com', 'shopper@example.com', 'cartwright-demo', '/docs']) {
      expect(shop.output).toContain(word);
    }
    const products = (await (await fetch(`${url}/api/v1/products?limit=100`)).json()) as { items: object[] };
    expect(products.items.length).toBeGreaterThanOrEqual(30);

    const second = run('main.js');
    expect(await second.exit).toBe(1);
    expect(second.output).toContain(url);
    expect(second.output).toContain(String(shop.child.pid));

    const walk = run('cli.js', ['demo:walk']);
    expect([await walk.exit, walk.output]).toEqual([0, expect.stringContaining('paid')]);
    const doctor = run('cli.js', ['doctor']);
    expect([await doctor.exit, doctor.output]).toEqual([0, expect.stringMatching(/All \d+ invariants hold/)]);

    const { port } = new URL(url);
    expect(await run('health-check.js', [], { ...CHECKED, PORT: port }).exit).toBe(0);
    shop.child.kill('SIGTERM');
    expect(await shop.exit).toBe(0);
    expect(await run('health-check.js', [], { ...CHECKED, PORT: port }).exit).toBe(1);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  }, 120_000);

  it('keeps what it acknowledged when it is killed, and adopts its database at the next start', async () => {
    const first = run('main.js');
    const url = await first.url();
    const made = await fetch(`${url}/api/v1/carts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const { id } = (await made.json()) as { id: string };
    first.child.kill('SIGKILL');
    await first.exit;

    const second = run('main.js');
    const again = await fetch(`${await second.url()}/api/v1/carts/${id}`);
    expect(again.status).toBe(200);
    second.child.kill('SIGINT');
    expect(await second.exit).toBe(0);
  }, 120_000);

  it('takes the next port when 3000 is taken, and says so plainly when a chosen one is', async () => {
    const stranger = createServer();
    const port = await new Promise<number>((resolve) =>
      stranger.listen(0, '127.0.0.1', () => resolve((stranger.address() as { port: number }).port)),
    );
    const chosen = run('main.js', [], { PORT: String(port) });
    expect(await chosen.exit).toBe(1);
    expect(chosen.output).toContain(`Port ${port} on 127.0.0.1 is taken`);
    stranger.close();
  }, 120_000);

  it('refuses production without its settings, in one message', async () => {
    const bare = run('main.js', [], { NODE_ENV: 'production' });
    expect(await bare.exit).toBe(1);
    for (const variable of ['APP_SECRET', 'AUTH_SIGNING_KEY', 'AUTH_REFRESH_SECRET']) {
      expect(bare.output).toContain(variable);
    }
    expect(bare.output).not.toMatch(/\n\s+at /);
  }, 60_000);

  it('serves HTTPS by certificate and key', async () => {
    const certificate = join(import.meta.dirname, '..', 'support', 'tls', 'loopback-test-cert.pem');
    const key = join(import.meta.dirname, '..', 'support', 'tls', 'loopback-test-key.pem');
    const shop = run('main.js', [], { TLS_CERT_FILE: certificate, TLS_KEY_FILE: key });
    const url = await shop.url();
    const script = `(async () => {
      const live = await fetch('${url}/health/live');
      console.log(live.status, await live.text());
      for (const time of [1, 2]) {
        const list = await fetch('${url}/api/v1/products');
        console.log(list.status, list.headers.get('cache-status'), (await list.json()).items.length);
      }
    })()`;
    const answer = execFileSync(process.execPath, ['-e', script], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate },
    });
    expect(String(answer)).toContain('200 {"status":"ok"}');
    expect(String(answer)).toContain('200 cartwright; hit 24');
    const checked = { TLS_CERT_FILE: certificate, TLS_KEY_FILE: key, PORT: new URL(url).port };
    for (const HOST of ['127.0.0.1', '0.0.0.0'])
      expect(await run('health-check.js', [], { ...CHECKED, ...checked, HOST }).exit).toBe(0);
    shop.child.kill('SIGTERM');
    expect(await shop.exit).toBe(0);
  }, 120_000);
});
