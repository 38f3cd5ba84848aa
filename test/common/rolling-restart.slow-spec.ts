import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVariant } from '../support/builders/products.js';
import { Balancer, balancersHere } from '../support/balancers.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';
import { buildShop, freePort, ShopProcess } from '../support/shop-process.js';

const BALANCERS = balancersHere();
const REQUESTS = 2_000;
/** Clients of each balancer. */
const CLIENTS = 4;
/** How often each process ends and comes back. */
const PASSES = process.env['MODE'] === 'crash' ? 3 : 1;
const PATIENCE_MS = 300_000;

/** A status; 0 and the reason when the connection broke. */
function send(port: number, agent: Agent, method: string, path: string, body?: object): Promise<string> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    'content-length': Buffer.byteLength(text),
  };
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, path: `/api/v1${path}`, method, headers, agent };
    const sent = request(options, (answer) => {
      let heard = '';
      answer.on('data', (chunk) => (heard += String(chunk)));
      answer.on('end', () => {
        const isGood = answer.statusCode! < 300;
        resolve(isGood ? `${method} ${answer.statusCode}` : `${method} ${answer.statusCode} ${heard}`);
      });
    });
    sent.on('error', (error) => resolve(`${method} 0 ${error.message}`)).end(text);
  });
}

describe.skipIf(BALANCERS.length === 0)('a rolling restart', () => {
  let shop: TestShop;
  let variantId: string;
  let processes: ShopProcess[];
  const balancers: Balancer[] = [];

  beforeAll(async () => {
    buildShop();
    shop = await openShop({
      worker: false,
      env: { LOG_LEVEL: 'fatal', DEMO: 'off', TRUSTED_PROXIES: 'loopback' },
    });
    variantId = (await aVariant(shop, { onHand: 1_000 })).variantId;
    const ports = [await freePort(), await freePort()];
    processes = ports.map((port) => new ShopProcess(port));
    await Promise.all(processes.map((each) => start(each)));
    for (const kind of BALANCERS) balancers.push(await Balancer.before(kind, ports));
  }, PATIENCE_MS);
  afterAll(async () => {
    for (const balancer of balancers) await balancer.end();
    await Promise.all(processes.map((each) => each.end()));
    await shop.close();
  }, PATIENCE_MS);

  /** With what production does by itself. */
  const start = (each: ShopProcess) => each.start({ WORKER: 'on', SHUTDOWN_DRAIN_MS: '5000' });

  /** What guests send, and how it was answered. */
  function visitors({ port }: Balancer, seen: Map<string, number>, stop: AbortSignal): Promise<unknown> {
    return Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        const agent = new Agent({ keepAlive: true });
        for (let sent = 0; !stop.aborted || sumOf(seen) < REQUESTS; sent += 1) {
          const cart = { items: [{ variantId, quantity: 1 }] };
          const answer = await (sent % 4 === 0
            ? send(port, agent, 'POST', '/carts', cart)
            : send(
                port,
                agent,
                'GET',
                sent % 4 === 1 ? '/categories' : `/products?limit=${1 + (sent % 24)}`,
              ));
          seen.set(answer, (seen.get(answer) ?? 0) + 1);
        }
        agent.destroy();
      }),
    );
  }

  const sumOf = (seen: ReadonlyMap<string, number>): number =>
    [...seen.values()].reduce((sum, count) => sum + count, 0);

  it(
    `fails none of ${REQUESTS} requests and more behind ${BALANCERS.map(({ name }) => name).join(' and ')}`,
    async () => {
      const over = new AbortController();
      const seen = balancers.map(() => new Map<string, number>());
      const visiting = balancers.map((balancer, at) => visitors(balancer, seen[at]!, over.signal));
      const served = () => Math.min(...seen.map(sumOf));
      try {
        for (let pass = 0; pass < PASSES; pass += 1)
          for (const each of processes) {
            const before = served();
            expect(await each.end('SIGTERM')).toBe(0);
            await eventually(() => served() > before, PATIENCE_MS);
            await start(each);
            for (const balancer of balancers) await balancer.counts(processes.length);
          }
      } finally {
        over.abort();
        await Promise.all(visiting);
      }
      for (const answers of seen) {
        expect([...answers.keys()].sort()).toEqual(['GET 200', 'POST 201']);
        expect(sumOf(answers)).toBeGreaterThanOrEqual(REQUESTS);
      }
      await shop.doctor();
    },
    PATIENCE_MS * PASSES * 2,
  );
});
