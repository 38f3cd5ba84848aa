import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { aVariant } from '../support/builders/products.js';
import { onDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { Onlooker } from '../support/lost-connections.js';
import { openShop, type TestShop } from '../support/shop.js';
import { buildShop, freePort, ShopProcess } from '../support/shop-process.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const LIMIT_MS = 30_000;
const CLIENTS = 6;
const MOST_TRIES = 400;
/** How often each process ends and comes back: a rolling restart after the other. */
const PASSES = process.env['MODE'] === 'crash' ? 20 : 1;

/** A status; 0 when the connection was refused, or ended before an answer began. */
function opening(shop: ShopProcess, variantId: string, agent: Agent | false = false): Promise<number> {
  const body = JSON.stringify({ items: [{ variantId, quantity: 1 }] });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve) => {
    // A connection for each: one that is kept may close just when it is used again, which says nothing of the shop.
    const sent = request(`${shop.url}/carts`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', () => resolve(0)).end(body);
  });
}

const rootOf = (shop: ShopProcess): string => shop.url.replace('/api/v1', '');

/** An answer, as it came. */
async function asked(
  shop: ShopProcess,
  path: string,
): Promise<{ status: number; headers: Headers; body: any }> {
  const answer = await fetch(rootOf(shop) + path);
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

/** A connection of one's own, on which requests are written by hand. */
class RawConnection {
  heard = '';
  isOver = false;
  private readonly socket;

  constructor(shop: ShopProcess) {
    this.socket = connect(Number(new URL(shop.url).port), '127.0.0.1');
    this.socket.on('data', (chunk) => (this.heard += chunk.toString()));
    this.socket.on('close', () => (this.isOver = true)).on('error', () => undefined);
  }

  write(text: string): void {
    this.socket.write(text);
  }
}

/** Whether nobody listens there any more. */
const isRefused = (shop: ShopProcess): Promise<boolean> =>
  fetch(`${rootOf(shop)}/health/live`).then(
    (answer) => answer.arrayBuffer().then(() => false),
    () => true,
  );

describe('A process that is told to end', () => {
  /** Lays the ground; requests go to the processes alone. */
  let shop: TestShop;
  let onlooker: Onlooker;
  let proxy: TcpProxy;
  let variantId: string;
  let processes: ShopProcess[];

  beforeAll(async () => {
    buildShop();
    shop = await openShop({ worker: false, env: { LOG_LEVEL: 'fatal', DEMO: 'off' } });
    proxy = await TcpProxy.before(shop.databaseUrl);
    onlooker = await Onlooker.at(
      onDatabase(inject('serverUrl'), new URL(shop.databaseUrl).pathname.slice(1)),
    );
    variantId = (await aVariant(shop, { onHand: 1_000 })).variantId;
    processes = [new ShopProcess(await freePort()), new ShopProcess(await freePort())];
  }, 180_000);
  afterEach(() => Promise.all(processes.map((each) => each.end())));
  afterAll(async () => {
    await onlooker.close();
    await proxy.close();
    await shop.close();
  });

  it('takes no more requests, and answers the one that it has', async () => {
    const [first] = processes as [ShopProcess];
    await first.start({ WORKER: 'off' });
    expect(await opening(first, variantId)).toBe(201);
    const { answer, code } = await onlooker.whileLocked('carts', async (waiting) => {
      const asked = opening(first, variantId);
      await waiting(1);
      const ended = first.end('SIGTERM');
      expect(await eventually(() => isRefused(first))).toBe(true);
      return { answer: asked, code: ended };
    });
    expect([await answer, await code]).toEqual([201, 0]);
  }, 60_000);

  it('is unready and serves on, on connections that it asks to be left, until it has drained', async () => {
    const [first] = processes as [ShopProcess];
    await first.start({ WORKER: 'off', SHUTDOWN_DRAIN_MS: '300000' });
    expect((await asked(first, '/api/v1/products')).headers.get('connection')).toBe('keep-alive');
    process.kill(first.pid, 'SIGTERM');
    const unready = await eventually(async () => {
      const { status, headers, body } = await asked(first, '/health/ready');
      return status !== 200 && { status, retryAfter: headers.get('retry-after'), code: body.code as string };
    });
    expect(unready).toEqual({ status: 503, retryAfter: '2', code: 'unavailable' });
    // Made, from the cache, unknown, and whether it lives: each by its own way out.
    for (const [path, status] of [
      ['/api/v1/categories', 200],
      ['/api/v1/products', 200],
      ['/api/v1/products', 200],
      ['/nowhere', 404],
      ['/health/live', 200],
    ] as const) {
      const { status: is, headers } = await asked(first, path);
      expect([path, is, headers.get('connection')]).toEqual([path, status, 'close']);
    }
    expect(await opening(first, variantId)).toBe(201);
  }, 60_000);

  it('refuses what comes after the end by a problem that says when to come back', async () => {
    const [first] = processes as [ShopProcess];
    await first.start({ WORKER: 'off', SHUTDOWN_DRAIN_MS: '0' });
    const late = new RawConnection(first);
    await onlooker.whileLocked('carts', async (waiting) => {
      const underWay = opening(first, variantId);
      await waiting(1);
      late.write('GET /api/v1/products HTTP/1.1\r\nHost: shop.example\r\n');
      // Once its next request is answered, the shop has read what came before.
      await asked(first, '/health/live');
      process.kill(first.pid, 'SIGTERM');
      await eventually(() => isRefused(first));
      late.write('\r\n');
      await eventually(() => late.isOver);
      return { underWay };
    });
    const [head, body] = late.heard.split('\r\n\r\n') as [string, string];
    expect(head).toMatch(/^HTTP\/1\.1 503 /);
    expect(head).toMatch(/^connection: close\r?$/im);
    expect(head).toMatch(/^retry-after: 2\r?$/im);
    expect(head).toMatch(/^content-type: application\/problem\+json/im);
    expect(head).toMatch(/^content-security-policy: /im);
    expect(JSON.parse(body)).toMatchObject({
      status: 503,
      code: 'unavailable',
      instance: '/api/v1/products',
    });
  }, 60_000);

  it('does not wait for a connection whose last answer was given while it ended', async () => {
    const [first] = processes as [ShopProcess];
    await first.start({ WORKER: 'off' });
    const agent = new Agent({ keepAlive: true });
    const kept = await onlooker.whileLocked('carts', async (waiting) => {
      const status = opening(first, variantId, agent);
      await waiting(1);
      const ended = first.end('SIGTERM');
      await eventually(() => isRefused(first));
      return { status, ended };
    });
    expect([await kept.status, await kept.ended]).toEqual([201, 0]);
    agent.destroy();
  }, 60_000);

  it('fails no request of those who turn to its neighbour, one after the other', async () => {
    await Promise.all(processes.map((each) => each.start({ WORKER: 'on' })));
    const over = new AbortController();
    const seen = new Map<number, number>();
    /** As a balancer does: the next one when this one does not take the request. */
    const balanced = async (from: number): Promise<number> => {
      for (let tried = 0; tried < MOST_TRIES; tried += 1) {
        const status = await opening(processes[(from + tried) % processes.length]!, variantId);
        if (status !== 0 && status !== 503) return status;
      }
      return 0;
    };
    const clients = Array.from({ length: CLIENTS }, async (_, number) => {
      for (let sent = number; !over.signal.aborted; sent += 1) {
        const status = await balanced(sent);
        seen.set(status, (seen.get(status) ?? 0) + 1);
      }
    });
    const restart = async (each: ShopProcess): Promise<void> => {
      const before = seen.get(201) ?? 0;
      expect(await each.end('SIGTERM')).toBe(0);
      await eventually(() => (seen.get(201) ?? 0) > before);
      await each.start({ WORKER: 'on' });
    };
    try {
      for (let pass = 0; pass < PASSES; pass += 1) for (const each of processes) await restart(each);
    } finally {
      over.abort();
      await Promise.all(clients);
    }
    expect([...seen.keys()]).toEqual([201]);
    await shop.doctor();
  }, 600_000);

  it.each(['off', 'on'])(
    'ends in order though its database says nothing any more, worker %s',
    async (worker) => {
      const [first] = processes as [ShopProcess];
      const limits = { DATABASE_SILENCE_MS: '1000', DATABASE_POOL_WAIT_MS: '2000', WORKER_POLL_MS: '50' };
      await first.start({ WORKER: worker, DATABASE_URL: proxy.url, ...limits });
      proxy.silence();
      const asked = Array.from({ length: CLIENTS }, () => opening(first, variantId));
      const began = performance.now();
      const code = await first.end('SIGTERM');
      proxy.speak();
      expect(code).toBe(0);
      expect(performance.now() - began).toBeLessThan(LIMIT_MS);
      expect(await Promise.all(asked)).not.toContain(201);
    },
    60_000,
  );
});
