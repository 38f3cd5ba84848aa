import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { openBeside, openShop, type TestShop } from '../support/shop.js';

interface Heard {
  readonly name: string;
  readonly status: number;
  readonly code?: string;
  readonly headers: Readonly<Record<string, string>>;
}

const CLIENTS_OF_A_KIND = 16;
const SLICE_MS = 60;

/** Ask for what they want again and again, from a thread of their own: this one is going to be busy. */
const CLIENTS = `
const { parentPort, workerData } = require('node:worker_threads');
const json = { 'content-type': 'application/json' };
const KINDS = {
  catalog: ['/api/v1/products/unknown', {}],
  page: ['/api/v1/products/unknown', { headers: { origin: 'https://shop.example' } }],
  checkout: ['/api/v1/orders', { method: 'POST', headers: json, body: '{}' }],
  webhook: ['/api/v1/webhooks/test', { method: 'POST', headers: json, body: '{}' }],
  live: ['/health/live', {}],
};
async function ask(name) {
  const [path, options] = KINDS[name];
  const answer = await fetch(workerData + path, options);
  const text = await answer.text();
  const { code } = text.startsWith('{') ? JSON.parse(text) : {};
  parentPort.postMessage({ name, status: answer.status, code, headers: Object.fromEntries(answer.headers) });
}
async function follow(name) {
  for (;;) {
    await ask(name).catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
for (const name of Object.keys(KINDS))
  for (let client = 0; client < ${CLIENTS_OF_A_KIND}; client += 1) void follow(name);
`;

const KINDS = ['catalog', 'page', 'checkout', 'webhook', 'live'];

/** Answers of each kind that are waited for: well more than are under way when the refusals begin. */
const ENOUGH = 8 * CLIENTS_OF_A_KIND;

const block = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end;);
};

/** Keeps the event loop busy as too many requests do: it goes round, and is late each time. */
async function beBusy(whileTrue: () => boolean): Promise<void> {
  while (whileTrue()) {
    block(SLICE_MS);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('A shop under overload', () => {
  const ENV = {
    LOAD_SHEDDING: 'on',
    // So many requests at once are no queue.
    DATABASE_POOL_SIZE: '2',
    CORS_ORIGINS: 'https://shop.example',
    SHED_INTERVAL_MS: '300',
    SHED_CATALOG_DELAY_MS: '20',
    SHED_CHECKOUT_DELAY_MS: '60000',
    SHED_WEBHOOK_DELAY_MS: '60000',
  };
  let shop: TestShop;

  beforeAll(async () => {
    shop = await openShop({ worker: false, env: ENV });
  });
  afterAll(() => shop.close());

  /** What clients hear of a busy shop, from the first refusal on, until enough of each kind have been answered. */
  async function heardWhileBusy(busy: TestShop): Promise<Heard[]> {
    const clients = new Worker(CLIENTS, { eval: true, workerData: await busy.listen() });
    const heard: Heard[] = [];
    clients.on('message', (message: Heard) => {
      if (heard.length > 0 || message.status === 503) heard.push(message);
    });
    const of = (name: string): number => heard.filter((each) => each.name === name).length;
    await beBusy(() => KINDS.some((name) => of(name) < ENOUGH));
    await clients.terminate();
    return heard;
  }

  /** Part of the answers of a kind that were 503. */
  function refusedShare(heard: readonly Heard[], name: string): number {
    const own = heard.filter((each) => each.name === name);
    return own.filter(({ status }) => status === 503).length / own.length;
  }

  it('refuses the catalog first, and goes on to sell', async () => {
    const heard = await heardWhileBusy(shop);
    expect(refusedShare(heard, 'catalog')).toBeGreaterThan(0.4);
    expect(refusedShare(heard, 'checkout')).toBe(0);
    expect(refusedShare(heard, 'webhook')).toBe(0);
    expect(refusedShare(heard, 'live')).toBe(0);
  });

  it("protects browsers in what it refuses as in what it answers, and lets another origin's page read it", async () => {
    const { headers: answered } = await eventually(async () => {
      const answer = await shop.network.get('/products/unknown');
      return answer.status === 404 ? answer : undefined;
    }).then((answer) => answer!);
    const heard = await heardWhileBusy(shop);
    const refusedOf = (kind: string) => heard.find(({ name, status }) => name === kind && status === 503)!;
    const [own, other] = [refusedOf('catalog').headers, refusedOf('page').headers];
    const changing = /^(content-length|date|x-request-id|ratelimit-.*|connection|keep-alive)$/;
    for (const name of Object.keys(answered).filter((each) => !changing.test(each)))
      expect(own[name], name).toBe(answered[name]);
    expect(own['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(other).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'x-content-type-options': 'nosniff',
    });
  });

  it('refuses the checkout next, and still takes webhooks and says that it lives', async () => {
    const beside = await openBeside(shop, { ...ENV, SHED_CHECKOUT_DELAY_MS: '20' });
    const heard = await heardWhileBusy(beside);
    const { text } = await beside.http.get('/metrics');
    await beside.close();
    expect(refusedShare(heard, 'catalog')).toBeGreaterThan(0.4);
    expect(refusedShare(heard, 'checkout')).toBeGreaterThan(0.4);
    expect(refusedShare(heard, 'webhook')).toBe(0);
    expect(refusedShare(heard, 'live')).toBe(0);
    const refused = heard.filter(({ status }) => status === 503);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['overloaded']));
    for (const { headers } of refused) expect(headers['retry-after']).toMatch(/^[1-5]$/);
    expect(text).toMatch(/http_requests_shed_total\{criticality="sheddable"\} [1-9]/);
    expect(text).toMatch(/http_requests_shed_total\{criticality="normal"\} [1-9]/);
  }, 60_000);

  it('serves all again as soon as it has caught up', async () => {
    await eventually(async () => (await shop.network.get('/products')).status === 200);
  });
});
